/**
 * The pages of a preview sent to the printer: only they, cut anew into sheets of paper. We write no file; the system's
 * print queue may.
 * Page numbers need margin boxes of the page engine (Chrome 131); an older one prints without them.
 */
import { call } from '../../session/workbench';
import './print.css';

const millimetres = (css: string): string => css || '20mm';

/** The size and the margins of the paper, read off its first page as the preview shows it. */
function pageRule(page: HTMLElement): string {
  const { width, minHeight, paddingTop, paddingRight, paddingBottom, paddingLeft } = page.style;
  const margins = [paddingTop, paddingRight, paddingBottom, paddingLeft].map(millimetres).join(' ');
  const number = 'font: 14pt SimSun, serif; content: "— " counter(page) " —";';
  return `@page { size: ${width} ${minHeight}; margin: ${margins}; }
@page :right { @bottom-right { ${number} } }
@page :left { @bottom-left { ${number} } }`;
}

/** A head row that stands again on every sheet: `thead` is what the page engine repeats. */
function repeatHeads(root: HTMLElement): void {
  for (const table of root.querySelectorAll('table')) {
    const [first] = table.rows;
    const styles = [...(first?.querySelectorAll('p') ?? [])].map((p) => p.className);
    if (!first || styles.length < 2 || !styles.every((style) => /gwtablehead|gwformlabel/i.test(style)))
      continue;
    const head = document.createElement('thead');
    head.append(first);
    table.prepend(head);
  }
}

/**
 * Opens the system's print dialog for the pages of a preview.
 * @param pages what the preview holds
 * @returns whether they were sent to a printer
 */
export async function printPages(pages: HTMLElement): Promise<boolean> {
  const first = pages.querySelector<HTMLElement>('section.docx');
  if (!first) return false;
  const root = document.createElement('div');
  root.className = 'print-root';
  root.append(...[...pages.childNodes].map((node) => node.cloneNode(true)));
  repeatHeads(root);
  const style = document.createElement('style');
  style.textContent = pageRule(first);
  root.append(style);
  document.body.append(root);
  document.body.classList.add('print-paper');
  try {
    const { printed } = await call('shell.printPage', {});
    return printed;
  } finally {
    document.body.classList.remove('print-paper');
    root.remove();
  }
}
