/** The export dialog and what it wrote. The native save dialog is the edge of the machine: it is answered in main. */
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { ElectronApplication, Locator, Page } from 'playwright-core';

/** The next save dialogs answer with this path, as if a person had typed it. */
export async function answerSaveDialog(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
}

/** The next open dialogs answer with these paths, as if a person had chosen them. */
export async function answerOpenDialog(app: ElectronApplication, ...filePaths: string[]): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: chosen });
  }, filePaths);
}

export const exportDialog = (page: Page): Locator => page.getByRole('dialog', { name: '导出文件' });

/** The preview in the export dialog, once the document is drawn. */
export async function preview(page: Page): Promise<Locator> {
  const shown = exportDialog(page).getByRole('region', { name: '文件预览' });
  await shown.locator('section.docx').first().waitFor();
  return shown;
}

/** The text of a Word file, one line a paragraph. */
export function docxText(file: string): string {
  const part = unzipSync(readFileSync(file))['word/document.xml'];
  if (part === undefined) throw new Error('not a Word document');
  return strFromU8(part)
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/**
 * From now on a print goes into a PDF file in place of the printer, cut into pages as a printer would get it. The system's
 * print dialog is the edge of the machine.
 */
export async function printIntoFile(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ BrowserWindow }, target) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents;
    contents.print = (_options, done) => {
      void contents
        .printToPDF({ preferCSSPageSize: true, printBackground: false })
        .then((pdf) => process.getBuiltinModule('node:fs').writeFileSync(target, pdf))
        .then(() => done?.(true, ''));
    };
  }, filePath);
}

/** From now on every print is cancelled in the system's dialog. */
export async function cancelPrints(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents;
    contents.print = (_options, done) => done?.(false, 'Print job canceled');
  });
}
