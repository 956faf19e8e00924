"""The style of the HTML report: calm and dense on a screen in either scheme, black on white on paper."""

from __future__ import annotations

_LIGHT = """
--ground:#ffffff;--panel:#f6f7f9;--line:#dfe3ea;--strong:#c3cad6;--text:#171c26;--muted:#586174;--accent:#2049b4;
--ok:#1c7a4c;--ok-ground:#e0f3e9;--warning:#8f5a04;--warning-ground:#fbefd8;--error:#b9331c;--error-ground:#fce6e1;
--info:#2049b4;--info-ground:#e3ebfd;"""
_DARK = """
--ground:#0f131a;--panel:#161b24;--line:#272e3b;--strong:#3b4556;--text:#e7ebf2;--muted:#9ba6b8;--accent:#a5c0ff;
--ok:#52c08a;--ok-ground:#143326;--warning:#e6ae4f;--warning-ground:#352a14;--error:#ff8a6f;--error-ground:#40201a;
--info:#8fb0ff;--info-ground:#1e2b4d;"""

_RULES = """
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:2rem 1.5rem 4rem;max-width:62rem;background:var(--ground);color:var(--text);
 font:400 0.9375rem/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
 font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header{border-bottom:2px solid var(--text);padding-bottom:1rem;margin-bottom:1.5rem}
h1{font-size:1.75rem;line-height:1.2;margin:.15rem 0 .35rem;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.2rem;line-height:1.3;margin:2.75rem 0 .75rem;font-weight:650;break-after:avoid}
h3{font-size:.9375rem;margin:1.5rem 0 .4rem;font-weight:650;break-after:avoid}
p{margin:.5rem 0;max-width:48rem}
.eyebrow{margin:0;color:var(--muted);font-size:.8125rem;font-weight:600}
.prepared,.muted,.note,figcaption{color:var(--muted)}
.prepared,.note,figcaption{font-size:.8125rem}
.note{display:block;font-weight:400}
.number{color:var(--muted);font-weight:400;margin-right:.25rem}
.ok{color:var(--ok)}.warning{color:var(--warning)}.error{color:var(--error)}.info{color:var(--info)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
nav{font-size:.8125rem}
nav h2{font-size:.8125rem;margin:0 0 .35rem;color:var(--muted)}
nav ol{margin:0;padding-left:1.4rem;columns:2;column-gap:2rem}
nav li{margin:.15rem 0;color:var(--muted)}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
section{scroll-margin-top:1rem}
.verdict{border-left:5px solid var(--info);background:var(--info-ground);padding:.9rem 1.1rem;
 margin:.5rem 0 1.25rem; border-radius:0 4px 4px 0;break-inside:avoid}
.verdict .headline{font-size:1.125rem;font-weight:650;margin:0}
.verdict ul{margin:.5rem 0 0;padding-left:1.2rem}.verdict li{margin:.15rem 0;color:var(--text)}
.verdict li::marker{color:currentColor}
.verdict.ok{border-color:var(--ok);background:var(--ok-ground);color:var(--text)}
.verdict.warning{border-color:var(--warning);background:var(--warning-ground);color:var(--text)}
.verdict.error{border-color:var(--error);background:var(--error-ground);color:var(--text)}
.verdict.info{color:var(--text)}
.callout{border-left:3px solid var(--warning);padding-left:.75rem;color:var(--text)}
.callout.ok{border-color:var(--ok)}
.callout.error{border-color:var(--error)}.callout.info{border-color:var(--info)}
.facts{display:grid;gap:0 2rem;margin:.5rem 0}
.facts>div{display:grid;grid-template-columns:10.5rem 1fr;gap:.75rem;padding:.3rem 0;
 border-top:1px solid var(--line); break-inside:avoid}
.facts dt{color:var(--muted)}.facts dd{margin:0}
.scroll{overflow-x:auto;margin:.6rem 0;position:relative}
.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;width:100%;min-width:34rem;overflow-wrap:break-word;font-size:.875rem;line-height:1.4}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:.4rem .9rem .4rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--muted);font-weight:500;font-size:.8125rem;white-space:nowrap;
 border-bottom:1px solid var(--strong)}
tbody th{font-weight:600}
td strong,tbody th strong{font-weight:600}
.right{text-align:right}
@media (min-width:46rem){td.whole,th.whole{white-space:nowrap}}
tr{break-inside:avoid}
.chip{display:inline-block;padding:.05rem .5rem;border-radius:10px;font-size:.8125rem;font-weight:600;
 white-space:nowrap; background:var(--panel);color:var(--text);border:1px solid var(--line)}
.chip.ok{background:var(--ok-ground);color:var(--ok);border-color:transparent}
.chip.warning{background:var(--warning-ground);color:var(--warning);border-color:transparent}
.chip.error{background:var(--error-ground);color:var(--error);border-color:transparent}
.chip.muted{color:var(--muted)}
progress{appearance:none;border:0;width:5rem;height:.4rem;margin-left:.4rem;vertical-align:.1rem;border-radius:3px;
 background:var(--line);overflow:hidden}
progress::-webkit-progress-bar{background:var(--line)}
progress::-webkit-progress-value{background:var(--accent)}
progress::-moz-progress-bar{background:var(--accent)}
figure{margin:.75rem 0;break-inside:avoid}
figure img{display:block;max-width:100%;height:auto;border:1px solid var(--line);border-radius:4px}
figcaption{margin-top:.4rem}
.wide img{max-width:none}
@media print{.wide img{max-width:100%}}
@media (min-width:46rem){.columns-2{grid-template-columns:1fr 1fr}}
@media (min-width:80rem){
 body{max-width:78rem;display:grid;grid-template-columns:13rem minmax(0,1fr);column-gap:3rem;
  align-items:start}
 header{grid-column:1/-1}
 nav{position:sticky;top:1.5rem}nav ol{columns:1}
 main>section:first-child>h2{margin-top:0}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@page{margin:16mm 14mm}
@media print{
 body{display:block;max-width:none;padding:0;font-size:9.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
 nav{display:none}.scroll{overflow:visible}table{font-size:8.5pt;min-width:0}thead{display:table-header-group}
 h2{margin-top:1.6rem}a{color:inherit}
 #all-dates{break-before:page}
}
"""


def style(scheme: str) -> str:
    """The whole style sheet; ``auto`` is dark for readers whose system is; paper is always light."""
    if scheme == "dark":
        return f":root{{color-scheme:dark;{_DARK}}}{_RULES}@media print{{:root{{{_LIGHT}}}}}"
    if scheme == "light":
        return f":root{{color-scheme:light;{_LIGHT}}}{_RULES}"
    return (
        f":root{{color-scheme:light dark;{_LIGHT}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_DARK}}}}}{_RULES}"
    )
