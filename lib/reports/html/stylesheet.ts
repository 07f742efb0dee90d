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
table{width:100%;border-collapse:collapse;background:var(--surface);border:1px solid var(--line);margin:8px 0 0}
th{font-weight:500;text-align:left}
th,td{padding:8px 12px;border-top:1px solid var(--line);vertical-align:top;font-size:13px}
td p{margin:0}
.name{width:30%;min-width:200px}
.on{width:22%;min-width:150px}
.span{white-space:nowrap}
details{margin-top:4px}
summary{cursor:pointer;color:var(--muted);font-size:12px}
details ul{margin:4px 0;padding-left:18px}
details li{margin:2px 0;overflow-wrap:anywhere}
details code{font-size:12px}
footer{color:var(--muted);font-size:13px;border-top:1px solid var(--line);display:flex;flex-wrap:wrap;gap:4px 16px}
.missing{padding-top:18vh;max-width:420px}
.embed main{padding:12px 16px;max-width:none}
.embed h1{font-size:14px;line-height:20px;margin:0 0 8px}
.embed .facts{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px;margin:8px 0 0}
@media(max-width:720px){
.picture{max-height:70vh}
.picture svg{max-width:none}
.trend text{font-size:22px}
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
footer{margin-top:16px;padding-top:8px}
h2,h3{break-after:avoid}
h2+p,thead{break-after:avoid}
tr,figure,.counts{break-inside:avoid}
.picture svg{max-height:220mm;width:auto}
.picture,table{border-color:var(--line-strong);background:none}
th,td{padding:4px 8px;font-size:11px}
code{font-size:10.5px}
details:not([open]),.screen{display:none}
svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
