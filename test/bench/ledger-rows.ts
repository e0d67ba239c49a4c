/** A ledger as long as wanted, of the sample's items over and over, and what must not be in it. */
import sampleRound from '../../assets/sample/sample-round.json';
import type { Forbidden, LedgerModel, LedgerRow } from '../../src-main/word';

const papers = new Map(sampleRound.findings.map((finding) => [finding.编号, finding]));

export function longLedger(length: number): LedgerModel {
  const rows = Array.from({ length }, (_, i): LedgerRow => {
    const item = sampleRound.rectification[i % sampleRound.rectification.length]!;
    const paper = papers.get(item.问题)!;
    return {
      place: item.问题,
      focus: '群众身边不正之风和腐败问题',
      finding: paper.标题,
      task: item.任务,
      measures: item.措施.split('；'),
      leader: item.责任领导,
      department: item.责任单位,
      person: item.责任人,
      startedOn: item.启动,
      dueOn: item.时限,
      doneOn: item.完成日 || undefined,
      longTerm: item.长期坚持 === '是',
      status: item.状态,
      warning: item.预期预警 === '—' ? '' : item.预期预警,
      effect: '制度1项',
      evidence: item.佐证数,
      closing: item.销号审批,
      note: item.备注.replace(/LX-\d+/, '立行立改'),
    };
  });
  return { unit: '青禾县水务与河湖管理局党组', round: sampleRound.round.名称, asOf: '2026-03-20', rows };
}

export const forbidden: Forbidden = {
  texts: sampleRound.clues.flatMap((clue) => [clue.主要问题, clue.备注]),
  names: sampleRound.petitions.map((petition) => petition.反映人),
};

/** The thirteen cells of a row as one text each, for makers that know nothing of ledgers. */
export const cellsOf = (row: LedgerRow, index: number): string[] => [
  String(index + 1),
  row.place,
  row.focus,
  row.finding,
  row.task,
  row.measures.join('\n'),
  row.leader,
  `${row.department}\n${row.person}`,
  `${row.startedOn ?? ''}\n${row.dueOn ?? ''}`,
  `${row.status}\n${row.warning}`,
  `${row.effect}\n佐证${row.evidence}份`,
  row.closing,
  row.note,
];
