"""What a browser would send for a form on a page."""

from __future__ import annotations

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = {}
        self._form = self._area = self._select = None

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form":
            self._form = self.found.setdefault(has.get("action", ""), {})
        if self._form is None:
            return
        name = has.get("name")
        if tag == "input" and name and (has.get("type") != "checkbox" or "checked" in has):
            self._form[name] = has.get("value") or ("on" if has.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self._area = name
            self._form[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in self._form or "selected" in has):
            self._form[self._select] = has.get("value")

    def handle_data(self, data):
        if self._area:
            self._form[self._area] += data
        elif self._form is not None and self._select and self._form.get(self._select) is None:
            self._form[self._select] = data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def form(page, action):
    """Give the fields of the form that goes to `action`, as they stand."""
    return filled_in(page.text, action)


def filled_in(markup, action):
    """Give the fields of a form in some markup, as they stand."""
    forms = _Forms()
    forms.feed(markup)
    return forms.found[action]
