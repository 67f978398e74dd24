"""Packages for tests, made of words: SCORM 1.2 and 2004 whose pages look for the API as real ones do, H5P, and hostile ones."""

import io
import json
import zipfile
from collections.abc import Mapping

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
NS12 = 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" ' + XSI
NS2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)


def packed(files: Mapping[str, bytes | str], *, top: str = "") -> bytes:
    """A zip of these files, in a folder if one is named."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return data.getvalue()


def manifest12(*, items: str = "", resources: str = "", title: str = "质量入门") -> str:
    items = items or '<item identifier="i1" identifierref="r1"><title>第一课</title></item>'
    resources = resources or '<resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="index.html"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest identifier="m" version="1.0" {NS12}>'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>{title}</title>{items}</organization></organizations>'
        f"<resources>{resources}</resources></manifest>"
    )


def manifest2004(*, item: str = "", title: str = "质量进阶") -> str:
    return (
        f'<?xml version="1.0"?><manifest identifier="m" {NS2004}>'
        "<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>{title}</title>'
        f'<item identifier="i1" identifierref="r1" parameters="?from=lms"><title>第一课</title>{item}</item>'
        '</organization></organizations><resources><resource identifier="r1" type="webcontent" '
        'adlcp:scormType="sco" href="content/start.html"><file href="content/start.html"/></resource></resources></manifest>'
    )


# The way of the ADL sample course: up through the parents, then the opener.
FINDING_12 = """
function findAPI(win) { var tries = 0;
  while (win.API == null && win.parent != null && win.parent != win) { if (++tries > 7) return null; win = win.parent; }
  return win.API; }
var API = null, api = findAPI(window) || (window.opener ? findAPI(window.opener) : null);
"""
# A page that keeps the API in a variable of another name and begins with the parent, as the 2004 samples do.
FINDING_2004 = """
function ScanForAPI(win) { var tries = 0;
  while (win.API_1484_11 == null && win.parent != null && win.parent != win) { if (++tries > 500) return null; win = win.parent; }
  return win.API_1484_11; }
function GetAPI(win) { var found = null;
  if (win.parent != null && win.parent != win) found = ScanForAPI(win.parent);
  if (found == null && win.opener != null) found = ScanForAPI(win.opener);
  return found; }
var api = GetAPI(window);
"""


def scorm12(manifest: str = "") -> bytes:
    """Three pages in one; where one is and a note are kept; the last page gives a score and the status."""
    script = (
        FINDING_12.replace("var API = null, ", "var ")
        + """
var page = 1;
function show() { document.getElementById('page').textContent = String(page); }
window.onload = function () {
  if (!api) { document.getElementById('found').textContent = 'no API'; return; }
  api.LMSInitialize('');
  document.getElementById('found').textContent = 'API of ' + api.LMSGetValue('cmi.core.student_name');
  page = parseInt(api.LMSGetValue('cmi.core.lesson_location') || '1', 10);
  document.getElementById('note').value = api.LMSGetValue('cmi.suspend_data');
  if (api.LMSGetValue('cmi.core.lesson_status') === 'not attempted') api.LMSSetValue('cmi.core.lesson_status', 'incomplete');
  show();
};
function next() { page += 1; api.LMSSetValue('cmi.core.lesson_location', String(page));
  api.LMSSetValue('cmi.suspend_data', document.getElementById('note').value);
  api.LMSSetValue('cmi.core.session_time', '09:59:59'); api.LMSSetValue('cmi.core.exit', 'suspend'); api.LMSCommit(''); show(); }
function done(score) { api.LMSSetValue('cmi.core.score.raw', String(score));
  api.LMSSetValue('cmi.core.lesson_status', 'completed');
  api.LMSSetValue('cmi.core.exit', ''); api.LMSCommit(''); api.LMSFinish(''); }
window.onunload = function () { if (api) api.LMSFinish(''); };
"""
    )
    page = (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>课</title><script src="lib/scorm.js"></script></head>'
        '<body><p id="found"></p><p>第 <b id="page"></b> 页</p><input id="note" aria-label="笔记"><img src="图/一.png" alt="">'
        '<button id="next" onclick="next()">下一页</button><button id="done" onclick="done(90)">交卷</button>'
        '<button id="fail" onclick="done(10)">乱答</button></body></html>'
    )
    return packed({"imsmanifest.xml": manifest or manifest12(), "index.html": page, "lib/scorm.js": script, "图/一.png": PIXEL})


def scorm2004(item: str = "") -> bytes:
    """A frame within the page does the talking, through functions of its parent, as many course makers build it."""
    outer = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>课</title><script>' + FINDING_2004 + "</script></head>"
        "<body onload=\"api.Initialize(''); document.getElementById('who').textContent = api.GetValue('cmi.learner_name'); "
        "document.getElementById('inner').src = 'page.html' + location.search\" onunload=\"api.Terminate('')\">"
        '<p id="who"></p><iframe id="inner" title="页"></iframe></body></html>'
    )
    inner = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>页</title></head><body><output id="at"></output>'
        '<button id="half">一半</button><button id="all">学完</button><script>'
        "var api = parent.api; var at = document.getElementById('at');"
        "at.textContent = api.GetValue('cmi.location') || 'start';"
        "document.getElementById('half').onclick = function () { api.SetValue('cmi.location', 'half'); "
        "api.SetValue('cmi.completion_status', 'incomplete'); api.SetValue('cmi.suspend_data', '{\"第\":\"一半\"}'); "
        "api.SetValue('cmi.exit', 'suspend'); api.Commit(''); at.textContent = 'half'; };"
        "document.getElementById('all').onclick = function () { api.SetValue('cmi.score.scaled', '0.85'); "
        "api.SetValue('cmi.success_status', 'passed'); api.SetValue('cmi.completion_status', 'completed'); api.Commit(''); };"
        "</script></body></html>"
    )
    return packed({"imsmanifest.xml": manifest2004(item=item), "content/start.html": outer, "content/page.html": inner})


def h5p(*, without: str = "") -> bytes:
    """A tiny content type of its own: a button that answers rightly; its state is what was clicked."""
    library = {
        "title": "Klick", "machineName": "H5P.Klick", "majorVersion": 1, "minorVersion": 0, "patchVersion": 0, "runnable": 1,
        "preloadedJs": [{"path": "klick.js"}],
    }  # fmt: skip
    code = """
var H5P = H5P || {};
H5P.Klick = (function ($) {
  function Klick(params, id, extras) { H5P.EventDispatcher.call(this); this.contentId = id;
    this.clicks = (extras && extras.previousState && extras.previousState.clicks) || 0; this.word = params.word; }
  Klick.prototype = Object.create(H5P.EventDispatcher.prototype); Klick.prototype.constructor = Klick;
  Klick.prototype.getCurrentState = function () { return { clicks: this.clicks }; };
  Klick.prototype.attach = function ($container) { var self = this;
    var $out = $('<output class="clicks">' + self.clicks + '</output>');
    $container.append($('<button class="klick">' + self.word + '</button>').on('click', function () {
      self.clicks += 1; $out.text(self.clicks); self.triggerXAPI('interacted');
      if (self.clicks >= 3) self.triggerXAPIScored(3, 3, 'completed', true, true); }), $out); };
  return Klick;
})(H5P.jQuery);
"""
    files: dict[str, bytes | str] = {
        "h5p.json": json.dumps(
            {
                "title": "点三下",
                "mainLibrary": "H5P.Klick",
                "language": "zh",
                "embedTypes": ["div"],
                "preloadedDependencies": [{"machineName": "H5P.Klick", "majorVersion": 1, "minorVersion": 0}],
            }
        ),
        "content/content.json": json.dumps({"word": "点我"}),
        "H5P.Klick-1.0/library.json": json.dumps(library),
        "H5P.Klick-1.0/klick.js": code,
    }
    return packed({name: content for name, content in files.items() if name != without})


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff89993d1d0000000049454e44ae426082"
)
