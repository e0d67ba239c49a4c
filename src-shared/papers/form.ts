/** The printed form of one record: the group's own, an empty one, and the kind's copies for outsiders. */
import { BLANK_COPY, blankCopyOf, copyOf, formCopies, GROUP_COPY } from '../domain/define/paper-form';
import { formTitle } from '../domain/words';
import { outsideEdition, titleOfCopy } from './copies';
import { definePaper, INSIDE } from './define-paper';

export const form = definePaper({
  id: 'form',
  label: '表单',
  of: 'record',
  dialogTitle: '打印表单',
  printable: true,
  buttonOn: ['recordForm'],
  layoutsOf: (kind) => {
    const copies = formCopies(kind.paper);
    return copies.map(({ id, label }) => {
      const copy = copyOf(kind.paper, id);
      const empty = !copy && id !== GROUP_COPY;
      const told = copy ? !titleOfCopy(kind, copy).includes(label) : empty || copies.length > 2;
      return { id, label, empty, ...(told ? { inName: label } : {}) };
    });
  },
  editionOf: (kind, layout) => {
    const copy = copyOf(kind.paper, layout);
    if (copy) return outsideEdition(kind, copy, titleOfCopy(kind, copy));
    const title = formTitle(kind);
    if (layout === GROUP_COPY) return { ...INSIDE, title };
    const writer = layout === BLANK_COPY ? blankCopyOf(kind.paper)?.reader : undefined;
    const about = writer
      ? `供${writer}手写、签名；组内栏目另页打印`
      : '空白表，可打印后手工填写，再录入本程序';
    return {
      ...INSIDE,
      title,
      loggedAs: `${title}（空白）`,
      reader: writer ?? INSIDE.reader,
      leftOut: { heading: '说明', lines: [about] },
    };
  },
});
