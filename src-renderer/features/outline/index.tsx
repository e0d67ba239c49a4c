/** 提纲模板: the questions of an outline stand in its form. */
import { ChildRows } from '../../ui/child-rows';
import { genericPage } from '../../ui/generic-page';

export default genericPage('outline', {
  form: (record) => ({
    children: (
      <ChildRows
        kind="outlineQuestion"
        parent={record}
        empty="还没有问题。一条一个问题，套用时按这里的次序。"
        defaults={(last) => ({ focus: (last?.values.focus as string | undefined) ?? null })}
      />
    ),
  }),
});
