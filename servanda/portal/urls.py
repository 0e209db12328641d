"""Addresses of the public site. They stay for ever: what moves leaves a redirect behind."""

from django.urls import path

from servanda.portal.views import (
    actions,
    documents,
    downloads,
    finding,
    home,
    indicators,
    institutions,
    maps,
    pages,
    progress,
    recommendation,
    treaties,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("recommendations/", finding.search, name="search"),
    path("recommendations.csv", downloads.as_csv, name="search-csv"),
    path("recommendations.xlsx", downloads.as_xlsx, name="search-xlsx"),
    path("recommendations.docx", downloads.as_thematic_list, name="search-docx"),
    path("recommendations.jsonl", downloads.as_json_lines, name="search-jsonl"),
    path("recommendations/<str:public_id>/", recommendation.recommendation, name="recommendation"),
    path("recommendations/<str:public_id>/versions/", recommendation.versions, name="versions"),
    path("recommendations/<str:public_id>/versions/<int:number>/", recommendation.version, name="version"),
    path("actions/<str:public_id>/", actions.action, name="action"),
    path("progress/", progress.progress, name="progress"),
    path("institutions/", institutions.institutions, name="institutions"),
    path("institutions/<str:public_id>/", institutions.institution, name="institution"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<str:public_id>/", documents.document, name="document"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<str:public_id>/", indicators.indicator, name="indicator"),
    path("treaties/", treaties.treaties, name="treaties"),
    path("treaties/<str:public_id>/", treaties.treaty, name="treaty"),
    path("take-part/", pages.take_part, name="take-part"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("help/", pages.help_page, name="help"),
    path("data/", pages.data, name="data"),
    path("sitemap.xml", maps.sitemap, name="sitemap"),
]
