"""The pages: thin routes, frozen view models, templates."""
