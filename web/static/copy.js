// A sentence to be copied. The text stands on the page for whoever has no JavaScript.

customElements.define("copy-answer", class extends HTMLElement {
  connectedCallback() {
    // Browsers give a clipboard only to pages that came over a safe line.
    if (!navigator.clipboard) return;
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => this.copy());
  }

  async copy() {
    const details = this.querySelector("details");
    let told = this.getAttribute("done");
    try {
      await navigator.clipboard.writeText(details.querySelector("p").textContent.trim());
    } catch {
      told = this.getAttribute("failed");
      details.open = true;
    }
    this.querySelector("[role=status]").textContent = told;
  }
});
