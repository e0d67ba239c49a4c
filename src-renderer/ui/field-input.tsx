/** One input for each type of field. What is typed goes to the autosave; nothing here knows a kind. */
import type { ReactNode } from 'react';
import { isBlank } from '../../src-shared/domain/validate';
import type { Binding } from './binding';
import { ChoiceInput, ChoicesInput, ReferenceInput } from './choice-inputs';
import { formatValue, optionLabel, type FieldInfo } from './format';
import { Mark } from './mark';
import {
  CountsInput,
  DateInput,
  FlagInput,
  ListInput,
  LongTextInput,
  NumberInput,
  TextInput,
  TimeInput,
} from './typed-inputs';

/** `line`: a long text as one growing line (rows of a table), where Enter goes on and Shift+Enter breaks the line. */
export type Shape = 'form' | 'line';

/** The input of a field by its type. */
export function FieldInput({ binding, shape = 'form' }: { binding: Binding; shape?: Shape }): ReactNode {
  switch (binding.info.type) {
    case 'text':
      return <TextInput binding={binding} />;
    case 'longText':
      return <LongTextInput binding={binding} line={shape === 'line'} />;
    case 'integer':
    case 'amount':
      return <NumberInput binding={binding} />;
    case 'date':
      return <DateInput binding={binding} />;
    case 'time':
      return <TimeInput binding={binding} />;
    case 'flag':
      return <FlagInput binding={binding} bare={shape === 'line'} />;
    case 'choice':
      return <ChoiceInput binding={binding} />;
    case 'choices':
      return <ChoicesInput binding={binding} />;
    case 'reference':
      return <ReferenceInput binding={binding} />;
    case 'list':
      return <ListInput binding={binding} />;
    case 'numbers':
      return <CountsInput binding={binding} />;
    case 'state':
      return <StateTag info={binding.info} value={binding.value} />;
    case 'content':
      return null;
    case 'instant':
      return <span>{formatValue(binding.info, binding.value, String)}</span>;
  }
}

/** A state in words; the tint only repeats what the word says. */
export function StateTag({ info, value }: { info: FieldInfo; value: unknown }) {
  const code = isBlank(value) ? String(info.machine?.initial ?? '') : String(value);
  const forward = info.machine?.steps.some((step) => step.from === code && !step.reason);
  const tone = code === info.machine?.initial ? 'plain' : forward ? 'info' : 'success';
  return <Mark tone={tone}>{optionLabel(info, code)}</Mark>;
}
