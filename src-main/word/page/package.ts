/**
 * The finished file: what `docx` writes, made neutral and repeatable. No names, program or clock in the properties, no
 * parts that the document does not use, the same bytes for the same model.
 */
import { type Document, Packer } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import type { IsoDate } from './wording';

/** Changes to the XML that `docx` has no option for, by part name. */
export type XmlEdits = Readonly<Record<string, (xml: string) => string>>;

/** Author of every file: an office, never a person. */
const NEUTRAL_AUTHOR = '巡察组';

const CORE = (date: IsoDate): string =>
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties ' +
  'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  `<dc:creator>${NEUTRAL_AUTHOR}</dc:creator><cp:lastModifiedBy>${NEUTRAL_AUTHOR}</cp:lastModifiedBy>` +
  `<dcterms:created xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:created>` +
  `<dcterms:modified xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:modified></cp:coreProperties>`;

/** Parts that `docx` always writes and our papers do not use. */
const UNUSED_PART =
  /^word\/(numbering|footnotes|endnotes)\.xml$|^word\/_rels\/(footnotes|endnotes)\.xml\.rels$|^word\/theme\//;
/** Styles that are ours, and the two that every document is based on. */
const OUR_STYLE = /^(Gw\w+|Rare\w+|Normal|TableNormal)$/;
/** Office lets wide punctuation close up, as a document begun in Chinese does; the order is the schema's. */
const CLOSED_UP = '<w:characterSpacingControl w:val="compressPunctuation"/>';

function change(parts: Record<string, Uint8Array>, name: string, edit: (xml: string) => string): void {
  const part = parts[name];
  if (part !== undefined) parts[name] = strToU8(edit(strFromU8(part)));
}

/** Takes out what came along and is not used: parts with every mention of them, styles, types of pictures. */
function prune(parts: Record<string, Uint8Array>): void {
  for (const name of Object.keys(parts)) if (UNUSED_PART.test(name)) delete parts[name];
  change(parts, '[Content_Types].xml', (xml) =>
    xml
      .replace(/<Default [^>]*Extension="(?:png|jpe?g|bmp|gif|svg)"[^>]*\/>/g, '')
      .replace(/<Override [^>]*PartName="\/(word\/[^"]*)"[^>]*\/>/g, (whole, name: string) =>
        UNUSED_PART.test(name) ? '' : whole,
      ),
  );
  change(parts, 'word/_rels/document.xml.rels', (xml) =>
    xml.replace(/<Relationship [^>]*Target="\/?(?:word\/)?([^"]*)"[^>]*\/>/g, (whole, target: string) =>
      UNUSED_PART.test(`word/${target}`) ? '' : whole,
    ),
  );
  change(parts, 'word/styles.xml', (xml) =>
    xml.replace(/<w:style [^>]*w:styleId="([^"]*)".*?<\/w:style>/gs, (whole, id: string) =>
      OUR_STYLE.test(id) ? whole : '',
    ),
  );
  change(parts, 'word/settings.xml', (xml) =>
    xml.replace('<w:displayBackgroundShape/>', '').replace('<w:compat>', `${CLOSED_UP}<w:compat>`),
  );
  // WPS hides a field without a result; every program computes it anew on opening.
  for (const name of Object.keys(parts)) {
    if (!/^word\/footer\d+\.xml$/.test(name)) continue;
    change(parts, name, (xml) =>
      xml.replace(
        /(<w:r><w:fldChar w:fldCharType="separate"\/><\/w:r>)(<w:r><w:fldChar w:fldCharType="end"\/>)/g,
        '$1<w:r><w:t>1</w:t></w:r>$2',
      ),
    );
  }
}

/** ZIP keeps local time without a zone: the first moment it can say, in any zone. */
const ZIP_EPOCH = new Date(1980, 0, 1);
/** Deflate level: 2,000 rows pack in half the time of level 6 and grow by about a tenth. */
const DEFLATE_LEVEL = 4;

/**
 * Packs a document.
 * @param date stands as both time stamps of the file's properties (midnight UTC).
 */
export async function packDocument(document: Document, date: IsoDate, edits: XmlEdits = {}): Promise<Buffer> {
  const parts = unzipSync(await Packer.toBuffer(document));
  prune(parts);
  parts['docProps/core.xml'] = strToU8(CORE(date));
  for (const [name, edit] of Object.entries(edits)) {
    const part = parts[name];
    if (part !== undefined) parts[name] = strToU8(edit(strFromU8(part)));
  }
  const names = Object.keys(parts).sort(
    (a, b) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml') || (a < b ? -1 : 1),
  );
  const zip: Zippable = {};
  for (const name of names) {
    const part = parts[name];
    if (part !== undefined && !name.endsWith('/'))
      zip[name] = [part, { level: DEFLATE_LEVEL, mtime: ZIP_EPOCH }];
  }
  return Buffer.from(zipSync(zip));
}
