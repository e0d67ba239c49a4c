/** Text typed with an input method: what is not yet chosen (pinyin) is shown where it is typed, and nobody else sees it. */
import { useState, type ChangeEvent, type CompositionEvent } from 'react';

type TextElement = HTMLInputElement | HTMLTextAreaElement;

export interface ComposedText {
  readonly value: string;
  readonly onChange: (e: ChangeEvent<TextElement>) => void;
  readonly onCompositionEnd: (e: CompositionEvent<TextElement>) => void;
}

/**
 * The props of an input whose text is told only when no word is being composed: a save, a filter or a search never sees
 * pinyin. Whatever ends the composition tells the text; a lock before that drops it.
 */
export function useComposedText(value: string, onText: (text: string) => void): ComposedText {
  const [composing, setComposing] = useState<string>();
  return {
    value: composing ?? value,
    onChange: (e) => {
      if ((e.nativeEvent as InputEvent).isComposing) setComposing(e.target.value);
      else {
        setComposing(undefined);
        onText(e.target.value);
      }
    },
    onCompositionEnd: (e) => {
      setComposing(undefined);
      onText(e.currentTarget.value);
    },
  };
}
