"""What anybody may read (`library`, `files`), what schools and reviewers do (`desk`, `using`), where an expert's link leads."""
