/** A number that a person can open: it says how it is counted, and leads to the records it counts. */
import { useCallback } from 'react';
import { figures, type AskedFigure, type FigureId } from '../../src-shared/domain/figures';
import type { Piece } from '../../src-shared/domain/figures/sentences';
import { openFigure, useNavigation } from '../session/navigation';
import './figure-number.css';

const isSame = (a: AskedFigure, b: AskedFigure): boolean => JSON.stringify(a) === JSON.stringify(b);

interface FigureNumberProps {
  readonly asked: AskedFigure;
  /** What stands there. */
  readonly words: string;
  /** What the figure is called there, where not by its own name. */
  readonly name?: string;
}

export function FigureNumber({ asked, words, name }: FigureNumberProps) {
  const { label, unit, rule } = figures[asked.figure];
  // Whoever comes back from the records goes on where he was.
  const arrive = useCallback(
    (button: HTMLButtonElement | null) => {
      const { cameBackTo } = useNavigation.getState();
      if (!button || !cameBackTo || !isSame(asked, cameBackTo)) return;
      useNavigation.setState({ cameBackTo: undefined });
      button.focus();
    },
    [asked],
  );
  return (
    <button
      ref={arrive}
      type="button"
      className="figure-number"
      title={`${rule}。点开看这些记录`}
      aria-label={`${name ?? label}${words}${unit}，打开记录`}
      onClick={() => openFigure(asked)}
    >
      {words}
    </button>
  );
}

interface FigurePiecesProps {
  readonly pieces: readonly Piece[];
  readonly ask: (figure: FigureId) => AskedFigure;
}

/** Words and numbers as they follow each other; each number opens its records. */
export function FigurePieces({ pieces, ask }: FigurePiecesProps) {
  return pieces.map((piece, at) =>
    typeof piece === 'string' ? (
      <span key={at}>{piece}</span>
    ) : (
      <FigureNumber key={at} asked={ask(piece.figure)} words={piece.words} />
    ),
  );
}
