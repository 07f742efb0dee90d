import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { documentCss } from '#lib/sharing/colors/stylesheets.ts';

/** The documents' fonts by the name that they are served under. Without them a document uses the system's fonts. */
export const FONT_FILES = {
  'inter.woff2': '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'jetbrains-mono.woff2': '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
} as const;

/**
 * The stylesheet of standalone documents, for phones, screens and A4 paper. It is their one style element, whose hash
 * their content security policy allows.
 */
export const STYLESHEET = `${documentCss()}
@font-face{font-family:"Inter Variable";font-weight:100 900;font-display:swap;src:url(/fonts/inter.woff2) format("woff2")}
@font-face{font-family:"JetBrains Mono Variable";font-weight:100 800;font-display:swap;src:url(/fonts/jetbrains-mono.woff2) format("woff2")}
${STATUS.map((status) => `.ink-${status}{color:var(--status-${status})}`).join('')}
*{box-sizing:border-box}
html{background:var(--bg);color:var(--text);font:14px/20px "Inter Variable",Inter,system-ui,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0}
main,footer{max-width:1040px;margin:0 auto;padding:24px 16px}
h1{font-size:20px;line-height:28px;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:16px;line-height:24px;margin:32px 0 8px}
h3{font-size:14px;margin:24px 0 4px}
p{margin:0 0 8px;max-width:88ch;overflow-wrap:anywhere}
a{color:inherit;text-underline-offset:2px}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
code{font:13px/20px "JetBrains Mono Variable",ui-monospace,monospace;font-variant-ligatures:none;overflow-wrap:anywhere}
.muted,dt,th,figcaption,.count{color:var(--muted)}
.note{white-space:pre-line}
.lead{font-size:16px;line-height:24px}
dl{display:flex;flex-wrap:wrap;gap:4px 24px;margin:12px 0 20px}
dl div{display:flex;gap:8px}
dd{margin:0}
.counts{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;margin:8px 0;padding:0}
.counts li,.status{display:inline-flex;align-items:center;gap:6px;white-space:nowrap}
.counts b{font-variant-numeric:tabular-nums}
.icon{flex:none}
.bar{display:block;width:100%;height:12px}
figure{margin:0}
figure .counts{font-size:13px;margin-top:4px}
.picture{overflow-x:auto;border:1px solid var(--line);border-radius:6px;background:var(--bg)}
.picture svg{display:block;max-width:100%;height:auto;margin:0 auto}
.trend{display:block;width:100%;height:auto}
.trend.narrow{display:none}
.patterns{position:absolute}
table{width:100%;border-collapse:collapse;background:var(--surface);border:1px solid var(--line);margin:8px 0 0}
th{font-weight:500;text-align:left}
th,td{padding:8px 12px;border-top:1px solid var(--line);vertical-align:top;font-size:13px}
td p{margin:0}
.number{text-align:right;font-variant-numeric:tabular-nums}
.span{white-space:nowrap}
.todo{margin:8px 0;padding-left:24px}
.todo li{margin:4px 0;overflow-wrap:anywhere}
.cluster{border-top:1px solid var(--line);padding:12px 0 4px}
.cluster h3,section>h3{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;font-weight:500;margin:0 0 4px}
section>h3{margin-top:12px}
.images{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(380px,100%),1fr));gap:0 24px;list-style:none;margin:4px 0 8px;padding:0}
.images.short{grid-template-columns:repeat(auto-fill,minmax(min(300px,100%),1fr))}
.images>li{min-width:0;padding:4px 0}
.images>li:has(>details[open]){grid-column:1/-1}
.images time{font-size:12px;white-space:nowrap}
summary{cursor:pointer;overflow-wrap:anywhere}
details p{margin:4px 0;font-size:12px}
details ul{margin:4px 0;padding-left:18px;font-size:13px}
details li{margin:2px 0;overflow-wrap:anywhere}
details li code{font-size:12px}
footer{color:var(--muted);font-size:13px;border-top:1px solid var(--line);display:flex;flex-wrap:wrap;gap:4px 16px}
.missing{padding-top:18vh;max-width:420px}
.embed main{padding:12px 16px;max-width:none}
.embed h1{font-size:14px;line-height:20px;margin:0 0 8px}
.embed .facts{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px;margin:8px 0 0}
@media screen and (max-width:720px){
.picture{max-height:70vh}
.picture svg{max-width:none}
.trend.wide{display:none}
.trend.narrow{display:block}
.images summary{padding:12px 0}
.todo a{display:block;padding:12px 0}
thead{display:none}
table,tbody,tr,td{display:block}
td{border-top:0;padding:2px 12px}
tr{border-top:1px solid var(--line);padding:8px 0}
td[data-label]::before{content:attr(data-label) " ";color:var(--muted)}
td:empty{display:none}
}
@media print{
@page{size:A4;margin:14mm}
:root{color-scheme:light;--bg:#fff}
html{background:#fff;font-size:12px;line-height:17px}
main,footer{max-width:none;padding:0}
.trend.wide{display:block}
.trend.narrow{display:none}
footer{margin-top:16px;padding-top:8px}
h1{font-size:18px;line-height:24px}
h2{font-size:14px;line-height:18px;margin:16px 0 4px}
h3{font-size:12px}
h2,h3,h2+p{break-after:avoid}
p{margin-bottom:4px;orphans:2;widows:2}
dl{margin:6px 0 8px}
.lead{font-size:13px;line-height:18px}
.counts{margin:4px 0}
.todo{margin:4px 0}
.todo li{margin:1px 0}
.todo a{text-decoration:none;font-weight:600}
tr,figure,.counts,.cluster h3,.images>li{break-inside:avoid}
.cluster h3+p{break-after:avoid}
.clusters{columns:2;column-gap:20px}
.cluster{padding:5px 0 1px}
.cluster.small{break-inside:avoid}
.cluster h3{display:block;margin:0;font-size:11px;line-height:15px}
.cluster .status{gap:4px;margin-right:6px;vertical-align:bottom}
.cluster .icon{width:13px;height:13px}
.cluster p{margin:0;font-size:11px;line-height:14px}
.images,.images.short{gap:0 16px;margin:2px 0 4px;grid-template-columns:1fr 1fr}
.images.short{grid-template-columns:1fr 1fr 1fr}
.cluster .images{grid-template-columns:1fr}
.images>li{padding:1px 0;line-height:12px}
.images time{font-size:10px}
.picture svg{max-height:195mm;width:auto}
.picture,table{border-color:var(--line-strong);background:none}
th,td{padding:2px 8px;font-size:11px}
code,details li code{font-size:10.5px;line-height:14px}
.cluster code,.images code{font-size:10px;line-height:12px}
summary{list-style:none}
summary::-webkit-details-marker{display:none}
details:not([open])>*:not(summary),.screen{display:none}
svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
