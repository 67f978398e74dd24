"""Pages a reader sees, and the few deeds a learner does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.models import CourseIndexPage, CoursePage, LessonIndexPage, LessonPage


def catalogue(request: HttpRequest, page: CourseIndexPage) -> HttpResponse:
    return render(request, "courses/catalogue.html", {"page": page, "section": "courses"})


def course(request: HttpRequest, page: CoursePage) -> HttpResponse:
    return render(request, "courses/course.html", {"page": page, "section": "courses"})


def lesson(request: HttpRequest, page: CoursePage, slug: str) -> HttpResponse:
    return render(request, "courses/lesson.html", {"page": page, "section": "courses"})


def library(request: HttpRequest, page: LessonIndexPage) -> HttpResponse:
    return render(request, "courses/library.html", {"page": page, "section": "courses"})


def library_lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    return render(request, "courses/lesson.html", {"page": page, "section": "courses"})


def dashboard(request: HttpRequest) -> HttpResponse:
    return render(request, "courses/dashboard.html", {"section": "learn"})


def hours(request: HttpRequest) -> HttpResponse:
    return render(request, "courses/hours.html", {"section": "learn"})
