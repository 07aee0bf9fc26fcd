// read.js PDF.JS FILE...: what a program that uses pdf.js is told of PDF files: a line of JSON each, a page an object:
// its structure tree; of each marked-content sequence what is drawn, by the name the tree calls it; what is drawn in
// artifacts, and outside of all; its links.
"use strict";
const fs = require("fs");
Object.assign(globalThis, { DOMMatrix: class {}, Path2D: class {}, ImageData: class {} }); // drawing needs them, reading does not
const pdfjs = require(process.argv[2]);

async function readPage(page) {
  const text = {}, open = [];
  let artifacts = "", loose = "";
  const content = await page.getTextContent({ includeMarkedContent: true });
  for (const item of content.items) {
    if (item.type === "endMarkedContent") {
      open.pop();
    } else if (item.type) {
      open.push(item);
      if (item.id) text[item.id] = text[item.id] || "";
    } else {
      const marked = open.findLast(o => o.id);
      if (marked) text[marked.id] += item.str;
      else if (open.some(o => o.tag === "Artifact")) artifacts += item.str;
      else loose += item.str;
    }
  }
  const links = {};
  for (const a of await page.getAnnotations())
    links[a.id] = { says: a.contentsObj.str, leads: a.dest || a.url || null };
  return { tree: await page.getStructTree(), text, artifacts, loose, links };
}

async function read(file) {
  const data = new Uint8Array(fs.readFileSync(file));
  const pdf = await pdfjs.getDocument({ data, verbosity: 0, isEvalSupported: false, useSystemFonts: false }).promise;
  const pages = [];
  for (let i = 1; i <= pdf.numPages; i++) pages.push(await readPage(await pdf.getPage(i)));
  await pdf.destroy();
  return pages;
}

(async () => {
  for (const file of process.argv.slice(3)) fs.writeSync(1, JSON.stringify(await read(file)) + "\n");
})().catch(e => { console.error(e); process.exit(1); });
