/** What axe finds wrong with the window as it stands: contrast, names, roles, labels (WCAG 2.1 A and AA). */
import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const OPTIONS: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
  resultTypes: ['violations'],
};

/** One line for each thing that is wrong: the rule, what it stands on, why. Empty where nothing is. */
export async function faults(page: Page): Promise<string[]> {
  // Put into every page anew: a lock has loaded another one. By the debugger, as the page's policy lets no script in.
  await page.evaluate(SOURCE);
  const found = await page.evaluate(
    (options) =>
      (window as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe
        .run(options)
        .then(({ violations }) => violations),
    OPTIONS,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => {
      const { fgColor, bgColor, contrastRatio } = (node.any[0]?.data ?? {}) as Record<string, unknown>;
      const why =
        fgColor === undefined ? '' : ` ${String(fgColor)} on ${String(bgColor)}: ${String(contrastRatio)}`;
      return `${id}${why} ${node.target.join(' ')} ${node.html.slice(0, 120)}`;
    }),
  );
}
