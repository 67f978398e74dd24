"""Quizzes of lessons (课时测验): what they are drawn from, attempts, their pages, and what teachers see of them."""
