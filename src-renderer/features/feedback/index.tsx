/** 巡察反馈: the advice stands in its form, in the order of the paper. */
import { ChildRows } from '../../ui/child-rows';
import { genericPage } from '../../ui/generic-page';

export default genericPage('feedback', {
  form: (record) => ({
    children: (
      <ChildRows
        kind="advice"
        parent={record}
        columns={[{ field: 'content', width: '1fr', shape: 'form' }]}
        empty="一条一条写，序号即反馈意见中的序号。"
      />
    ),
  }),
});
