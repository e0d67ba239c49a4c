import { screen, waitFor, within } from '@testing-library/react';
import WorkingPaperPage from '../../src-renderer/features/workingPaper';
import { ofUnit, openPage } from './bridge';

const draft = ofUnit('w1', 'workingPaper', { code: 'WT-01', title: '某问题', state: 'draft', focus: 'F1' });

describe('a step with gaps', () => {
  it('marks every gap of the form at once, lists them, and leads to each', async () => {
    const { bridge, user } = await openPage(WorkingPaperPage, [draft], { record: 'w1' });
    const form = await screen.findByRole('region', { name: '问题底稿：某问题' });
    expect(form.querySelectorAll('.ant-input-status-error')).toHaveLength(0);
    await user.click(within(form).getByRole('button', { name: '提交复核' }));
    expect(await screen.findByText('还不能“提交复核”：需完善之处已在表中标红。')).toBeInTheDocument();
    const list = await screen.findByRole('navigation', { name: '需完善之处' });
    for (const gap of ['事实', '依据', '责任认定', '问题来源', '承办人', '佐证'])
      expect(within(list).getByRole('button', { name: gap })).toBeInTheDocument();
    for (const field of ['facts', 'basis', 'responsible', 'sources', 'handler'])
      expect(form.querySelector(`[data-field="${field}"] .pw-error`)).not.toBeNull();
    await user.click(within(list).getByRole('button', { name: '依据' }));
    const basis = within(form).getByLabelText(/依据/, { selector: 'textarea' });
    expect(basis).toHaveFocus();
    await user.type(basis, '财务制度');
    await waitFor(() => expect(within(list).queryByRole('button', { name: '依据' })).not.toBeInTheDocument());
    expect(bridge.record('w1')?.values.state).toBe('draft');
  });

  it('says of a signed paper what may still be written', async () => {
    const signed = { ...draft, values: { ...draft.values, state: 'signed' } };
    await openPage(WorkingPaperPage, [signed], { record: 'w1' });
    const form = await screen.findByRole('region', { name: '问题底稿：某问题' });
    expect(within(form).getByRole('note')).toHaveTextContent('现在仍可填写“被巡察单位意见”“扫描件”');
    expect(within(form).getByText('只可填写被巡察单位意见、扫描件')).toBeInTheDocument();
    expect(within(form).getByLabelText(/被巡察单位意见/, { selector: 'textarea' })).toBeEnabled();
  });
});
