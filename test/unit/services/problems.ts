/** Problems on their way, by whoever may take the steps. */
import { save, step } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import type { FieldValue } from '../../../src-shared/merge/change';
import { inspectionOf, numbered } from './desk';

/** @param at the workspace as it is open by then */
export function problems(at: () => OpenWorkspace) {
  const member = (code: string) => numbered(at(), 'member', code).id;
  const unit = () => inspectionOf(at(), 'U1').id;
  const newTalk = () => save(at(), { kind: 'interview', parent: unit(), set: { interviewee: '童暮云' } }).id;
  return {
    member,
    unit,
    newTalk,
    values: (id: string) => at().index.get(id)!.values,
    /** Complete, with two talks as evidence. */
    newPaper: () =>
      save(at(), {
        kind: 'workingPaper',
        parent: unit(),
        set: {
          title: '某问题',
          focus: 'F2',
          sources: ['谈话'],
          facts: '29次',
          basis: '依据',
          responsible: '责任',
          handler: member('P04'),
        },
        sets: { support: { add: [newTalk(), newTalk()], remove: [] } },
      }).id,
    move: (
      id: string,
      to: string,
      more: { field?: string; name?: string; reason?: string; set?: Record<string, FieldValue> } = {},
    ) => step(at(), { id, field: 'state', to, ...more }),
  };
}
