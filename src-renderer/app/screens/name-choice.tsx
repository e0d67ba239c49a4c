/** Who one is, on the unlock screen: chosen from the list where the group shows it, else typed. */
import { useState, type RefObject } from 'react';
import '../plain.css';

interface NameChoiceProps {
  readonly names: readonly string[];
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
  /** Whoever is not in the list types. */
  readonly onType: () => void;
}

export function NameChoice({ names, chosen, onChoose, onType }: NameChoiceProps) {
  return (
    <fieldset className="plain-people">
      <legend>姓名</legend>
      {names.map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="unlock-person"
            checked={name === chosen}
            onChange={() => onChoose(name)}
          />
          <span>{name}</span>
        </label>
      ))}
      <button type="button" className="link" onClick={onType}>
        不在其中，填写姓名
      </button>
    </fieldset>
  );
}

/** The name as chosen or typed, and which of the two is asked for. */
export function useName(names: readonly string[] | undefined, typed: RefObject<HTMLInputElement | null>) {
  const [chosen, choose] = useState<string>();
  const [typing, type] = useState(false);
  const listed = names !== undefined && names.length > 0 && !typing;
  return {
    listed,
    chosen,
    choose,
    type: () => type(true),
    read: () => (listed ? (chosen ?? '') : (typed.current?.value.trim() ?? '')),
  };
}
