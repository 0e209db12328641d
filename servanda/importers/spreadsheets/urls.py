"""The addresses of spreadsheet imports, one for each step; `importers:spreadsheet-…`."""

from django.urls import path

from servanda.importers.spreadsheets.views import deciding, finishing, starting

urlpatterns = [
    path("", starting.imports, name="spreadsheet-list"),
    path("new/", starting.kinds, name="spreadsheet-kinds"),
    path("new/<slug:kind>/", starting.source, name="spreadsheet-source"),
    path("templates/<slug:kind>.xlsx", starting.template, name="spreadsheet-template"),
    path("register/<slug:kind>.xlsx", starting.export, name="spreadsheet-export"),
    path("configurations/<uuid:pk>/forget/", starting.forget, name="spreadsheet-forget"),
    path("<uuid:pk>/", starting.resume, name="spreadsheet-import"),
    path("<uuid:pk>/progress/", starting.progress, name="spreadsheet-progress"),
    path("<uuid:pk>/discard/", starting.discard, name="spreadsheet-discard"),
    path("<uuid:pk>/keep/", starting.keep, name="spreadsheet-keep"),
    path("<uuid:pk>/read/", deciding.read, name="spreadsheet-read"),
    path("<uuid:pk>/columns/", deciding.columns, name="spreadsheet-columns"),
    path("<uuid:pk>/names/", deciding.names, name="spreadsheet-names"),
    path("<uuid:pk>/names/near/", deciding.near_names, name="spreadsheet-near-names"),
    path("<uuid:pk>/preview/", finishing.preview, name="spreadsheet-preview"),
    path("<uuid:pk>/rows/<int:number>/", finishing.row, name="spreadsheet-row"),
    path("<uuid:pk>/rejected.xlsx", finishing.rejected, name="spreadsheet-rejected"),
    path("<uuid:pk>/done/", finishing.done, name="spreadsheet-done"),
    path("<uuid:pk>/undo/", finishing.undo, name="spreadsheet-undo"),
    path("<uuid:pk>/left/<int:number>/", finishing.left_row, name="spreadsheet-left-row"),
]
