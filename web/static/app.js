// What a page cannot do by itself: say that an answer never arrived or that the
// server is slow, and print. Everything else is HTML; it all works without this.

const live = document.getElementById("live");
const waiting = new Map();

function copyOf(templateId) {
  return document.getElementById(templateId).content.firstElementChild.cloneNode(true);
}

function removeFailure() {
  document.querySelector(".failure")?.remove();
}

function showFailure({ sourceElement, request }) {
  removeFailure();
  const saving = request.method.toUpperCase() !== "GET";
  const failure = copyOf(saving ? "answer-not-saved" : "page-not-fetched");
  const retry = failure.querySelector("button");
  retry.addEventListener("click", () => {
    removeFailure();
    if (sourceElement instanceof HTMLFormElement) {
      sourceElement.requestSubmit(request.submitter);
    } else {
      sourceElement.click();
    }
  });
  document.querySelector("main").append(failure);
  retry.focus();
}

document.addEventListener("htmx:before:request", ({ detail }) => {
  const later = setTimeout(() => live.replaceChildren(copyOf("waiting")), 1000);
  waiting.set(detail.ctx, later);
});

document.addEventListener("htmx:finally:request", ({ detail }) => {
  clearTimeout(waiting.get(detail.ctx));
  waiting.delete(detail.ctx);
  if (waiting.size === 0) live.querySelector(".waiting")?.remove();
});

document.addEventListener("htmx:after:request", ({ detail }) => {
  if (detail.ctx.response.status >= 500) showFailure(detail.ctx);
  else removeFailure();
});

// No answer, or only a piece of one. An error while swapping is another matter.
document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx && detail.ctx.text === undefined) showFailure(detail.ctx);
});

// A print button is hidden until it can do something.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
