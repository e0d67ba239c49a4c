import { screen, within } from '@testing-library/react';
import { genericPage } from '../../src-renderer/ui/generic-page';
import type { FeatureProps } from '../../src-renderer/ui/kind-page';
import { localMoment } from '../../src-shared/domain/dates';
import { openPage, type Seed } from './bridge';

const ExportEntry = genericPage('exportEntry');

const entry = (id: string, at: string, parent: 'insp' | 'round'): Seed => ({
  id,
  kind: 'exportEntry',
  parent,
  values: { document: id, at, way: 'file', audience: 'unit', by: '闻知远' },
});

const Page = (props: FeatureProps) => <ExportEntry {...props} round="round" />;

describe('导出登记', () => {
  it('shows the papers of the unit and of its round, the newest first, by the local clock', async () => {
    const times = ['2026-03-20T01:00:00.000Z', '2026-03-20T03:00:00.000Z', '2026-03-19T09:00:00.000Z'];
    await openPage(Page, [
      entry('反馈意见', times[0]!, 'insp'),
      entry('组员名册', times[1]!, 'round'),
      entry('整改台账', times[2]!, 'insp'),
    ]);
    const grid = await screen.findByRole('grid', { name: /导出登记列表/ });
    const rows = within(grid)
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent ?? '');
    expect(rows.map((row) => /反馈意见|组员名册|整改台账/.exec(row)?.[0])).toEqual([
      '组员名册',
      '反馈意见',
      '整改台账',
    ]);
    expect(rows[0]).toContain(localMoment(times[1]!));
    expect(rows.join()).not.toMatch(/\dT\d|Z/);
  });
});
