/** What still stands in the way of a step: every gap of a form is marked at once, and the list of them leads to each. */
import { createContext } from 'react';
import type { AnyKind, Issue } from '../../src-shared/domain/define';
import { infoOf } from './format';
import { focusFirst } from './keyboard';
import './gaps.css';

/** Marks every gap of the form around; nothing outside a form. */
export const MarkGaps = createContext<(() => void) | undefined>(undefined);

/** The element that a complaint belongs to: the field, or the block of a set or of rows. */
const placeOf = (form: HTMLElement, field: string): HTMLElement | null =>
  form.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"], [data-issue="${CSS.escape(field)}"]`);

/** Brings a gap into sight, with the cursor in it where it is a field. */
export function goToGap(form: HTMLElement | null, field: string): void {
  const place = form && placeOf(form, field);
  place?.scrollIntoView({ block: 'center' });
  focusFirst(place);
}

interface GapListProps {
  readonly kind: AnyKind;
  readonly errors: readonly Issue[];
  readonly onGo: (field: string) => void;
}

/** The gaps that are left, each by the name of its field; it grows shorter while they are filled. */
export function GapList({ kind, errors, onGo }: GapListProps) {
  const fields = [...new Set(errors.map(({ field }) => field))];
  if (fields.length === 0) return null;
  return (
    <nav className="pw-banner pw-gaps" aria-label="需完善之处">
      <span>{`还有${fields.length}处需完善：`}</span>
      {fields.map((field) => (
        <button
          key={field}
          type="button"
          title={errors.find((issue) => issue.field === field)!.message}
          onClick={() => onGo(field)}
        >
          {infoOf(kind, field)?.label ??
            kind.sets[field] ??
            errors.find((issue) => issue.field === field)!.message}
        </button>
      ))}
    </nav>
  );
}
