"""How forms are drawn: Django's, with our field templates."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields come with label, hint, error and input as one component (templates/django/forms/field.html)."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
