/** How far the units are: figures that lead to their records, and the sentences that papers quote. */
import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { chineseDate } from '../../../src-shared/domain/dates';
import type { Entity, IsoDate } from '../../../src-shared/domain/define';
import {
  figuresFor,
  figuresIn,
  type AskedFigure,
  type FigureId,
  type Figures,
} from '../../../src-shared/domain/figures';
import {
  plainText,
  publishedSentence,
  rectificationSentence,
  statisticsSentence,
  workSentence,
  type Piece,
} from '../../../src-shared/domain/figures/sentences';
import { INSPECTION_STAGES, type InspectionStage } from '../../../src-shared/domain/kinds/inspection';
import type { RecordId } from '../../../src-shared/merge/change';
import type { ScreenContext } from '../../replica';
import { useNavigation } from '../../session/navigation';
import { useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { FigureNumber, FigurePieces } from '../../ui/figure-number';
import '../../ui/card.css';
import './today.css';

interface UnitsProps {
  readonly context: ScreenContext;
  readonly round: string;
  readonly chosen: string | undefined;
}

/** The units of the round, each with its stage and how many of its rectification items are done. */
export function Units({ context, round, chosen }: UnitsProps) {
  const units = useMemo(
    () =>
      [...context.children(round, 'inspection')].sort((a, b) =>
        String(a.values.enterOn ?? '9').localeCompare(String(b.values.enterOn ?? '9')),
      ),
    [context, round],
  );
  if (units.length === 0) return null;
  return (
    <div className="card">
      <h3>{context.label(round)}</h3>
      <table className="units">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">阶段</th>
            <th scope="col">问题</th>
            <th scope="col">整改完成</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <UnitLine
              key={unit.id}
              context={context}
              round={round}
              unit={unit}
              isChosen={unit.id === chosen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface UnitLineProps {
  readonly context: ScreenContext;
  readonly round: string;
  readonly unit: Entity;
  readonly isChosen: boolean;
}

function UnitLine({ context, round, unit, isChosen }: UnitLineProps) {
  const choose = useNavigation((state) => state.choose);
  const figures = useMemo(() => figuresIn(context, { unit: unit.id }), [context, unit.id]);
  const ask = askedOf(unit.id);
  const [done, all] = [figures.value('itemsDone'), figures.value('items')];
  return (
    <tr className={isChosen ? 'chosen' : undefined}>
      <td>
        <button type="button" className="link" aria-pressed={isChosen} onClick={() => choose(round, unit.id)}>
          {context.label(unit.id)}
        </button>
      </td>
      <td>{INSPECTION_STAGES[(unit.values.stage ?? 'preparing') as InspectionStage]}</td>
      <td>
        <FigureNumber asked={ask('problems')} words={String(figures.value('problems'))} />
      </td>
      <td>
        {all === 0 ? (
          '—'
        ) : (
          <span className="share">
            <progress value={done} max={all} aria-label="整改完成" />
            <span>
              <FigureNumber asked={ask('itemsDone')} words={String(done)} />/
              <FigureNumber asked={ask('items')} words={String(all)} />
            </span>
          </span>
        )}
      </td>
    </tr>
  );
}

const askedOf =
  (unit: RecordId) =>
  (figure: FigureId): AskedFigure => ({ figure, scope: { unit } });

/** Figures of the unit at work, and the sentences that papers quote. */
export function UnitProgress({ context, unit }: { readonly context: ScreenContext; readonly unit: Entity }) {
  const role = useSession((state) => state.session?.user.role);
  const figures = useMemo(() => figuresIn(context, { unit: unit.id }), [context, unit.id]);
  if (role === undefined) return null;
  const readable = figuresFor(role);
  const clues = readable.includes('clues');
  const ask = askedOf(unit.id);
  return (
    <div className="card">
      <h3>
        {context.label(unit.id)}
        <small>{period(unit)}</small>
      </h3>
      <div className="tiles">
        {TILES.filter(({ of }) => of.every((id) => readable.includes(id))).map(
          ({ label, of, unit: word }) => (
            <div key={label} className="tile">
              <small>{label}</small>
              <span>
                {of.map((id, at) => (
                  <b key={id}>
                    {at > 0 && '/'}
                    <FigureNumber asked={ask(id)} words={String(figures.value(id))} />
                  </b>
                ))}
                {word}
              </span>
            </div>
          ),
        )}
      </div>
      <Sentence pieces={statisticsSentence(figures, { clues })} label="统计句" ask={ask} />
      {figures.value('items') > 0 && (
        <Sentence pieces={rectificationSentence(figures)} label="整改小结" ask={ask} />
      )}
      <OtherSentences figures={figures} clues={clues} ask={ask} />
    </div>
  );
}

function period(unit: Entity): string {
  const { enterOn, leaveOn } = unit.values as { enterOn?: IsoDate; leaveOn?: IsoDate };
  if (!enterOn) return '';
  return `${chineseDate(enterOn)}进驻${leaveOn ? `，${chineseDate(leaveOn)}撤点` : ''}`;
}

interface Tile {
  readonly label: string;
  readonly of: readonly [FigureId, ...FigureId[]];
  readonly unit: string;
}

const TILES: readonly Tile[] = [
  { label: '谈话', of: ['interviews'], unit: '人次' },
  { label: '问卷有效/发放', of: ['valid', 'issued'], unit: '份' },
  { label: '调阅（类/件）', of: ['documents', 'documentCopies'], unit: '' },
  { label: '座谈会', of: ['forums'], unit: '场次' },
  { label: '走访', of: ['visitedPersons'], unit: '人次' },
  { label: '信访', of: ['petitions'], unit: '件' },
  { label: '已采用问题', of: ['problems'], unit: '个' },
  { label: '立行立改办结/发出', of: ['immediateOrdersDone', 'immediateOrders'], unit: '个' },
  { label: '移交线索（件/人）', of: ['clues', 'cluePersons'], unit: '' },
  { label: '意见建议', of: ['advice'], unit: '条' },
  { label: '整改完成', of: ['itemsDone', 'items'], unit: '项' },
  { label: '整改完成率', of: ['itemsRate'], unit: '%' },
];

interface SentenceProps {
  readonly pieces: readonly Piece[];
  readonly label: string;
  readonly ask: (figure: FigureId) => AskedFigure;
}

/** A sentence as papers quote it: its numbers open their records, the whole is copied. */
function Sentence({ pieces, label, ask }: SentenceProps) {
  const { message } = App.useApp();
  const copy = () =>
    call('shell.clipboardWrite', { text: plainText(pieces) }).then(
      () => void message.success('已复制'),
      (error: unknown) => void message.error(sentenceOf(error)),
    );
  return (
    <figure className="sentence" aria-label={label}>
      <figcaption>{label}</figcaption>
      <blockquote>
        <FigurePieces pieces={pieces} ask={ask} />
      </blockquote>
      <Button
        size="small"
        type="text"
        icon={<CopyOutlined />}
        aria-label={`复制${label}`}
        onClick={() => void copy()}
      />
    </figure>
  );
}

interface OtherSentencesProps extends Pick<SentenceProps, 'ask'> {
  readonly figures: Figures;
  readonly clues: boolean;
}

/** How reports and publications say the same; folded away until somebody writes one. */
function OtherSentences({ figures, clues, ask }: OtherSentencesProps) {
  const sentences = [
    ['巡察报告工作概述', workSentence(figures, { clues })],
    ['整改情况通报', publishedSentence(figures)],
  ] as const;
  const said = sentences.filter(([, pieces]) => pieces.length > 0);
  if (said.length === 0) return null;
  return (
    <details className="other-sentences">
      <summary>报告和公开稿的写法</summary>
      {said.map(([label, pieces]) => (
        <Sentence key={label} pieces={pieces} label={label} ask={ask} />
      ))}
    </details>
  );
}
