/** Buttons for the papers of the unit at work that belong to a page. */
import { FileWordOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { handsOut, paperOf, papers, papersOn } from '../../src-shared/papers';
import { useRole } from '../replica';
import { useNavigation } from '../session/navigation';
import { askPaper } from '../session/paper-request';

export function UnitPaperButtons({ page }: { readonly page: string }) {
  const role = useRole();
  const inspection = useNavigation((state) => state.inspection);
  if (role === undefined || inspection === undefined) return null;
  return papersOn('unit', page)
    .filter((id) => handsOut(role, papers[id]))
    .map((id) => (
      <Button key={id} icon={<FileWordOutlined />} onClick={() => askPaper({ paper: id, inspection })}>
        {`导出${paperOf(id).label}…`}
      </Button>
    ));
}
