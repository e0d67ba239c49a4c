/** The printed list of records of one kind: the group's own, and the kind's lists for outsiders. */
import { registerCopies } from '../domain/define/paper-form';
import { registerTitle } from '../domain/words';
import { outsideEdition } from './copies';
import { definePaper, INSIDE } from './define-paper';

export const register = definePaper({
  id: 'register',
  label: '清单',
  of: 'list',
  dialogTitle: '打印列表',
  printable: true,
  buttonOn: ['recordTable'],
  layoutsOf: (kind) => registerCopies(kind.paper),
  editionOf: (kind, layout) => {
    const copy = kind.paper.registers?.find(({ id }) => id === layout);
    return copy ? outsideEdition(kind, copy, copy.title) : { ...INSIDE, title: registerTitle(kind) };
  },
});
