/** 导入: a table file into the list of a kind, by a button or dropped on the page. */
import { ImportOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import { extentOf } from '../../src-shared/domain/kinds';
import type { AnyKind } from '../../src-shared/domain/define';
import { useNavigation } from '../session/navigation';
import { askImport } from '../session/table-request';

/**
 * Opens the import into the list of a kind.
 * @param under where a new record belongs
 * @param may whether this person makes records of the kind
 * @returns undefined where he does not
 */
export function useImporting(
  kind: AnyKind,
  under: string | null | undefined,
  may: boolean,
): ((dropped?: File) => void) | undefined {
  const inspection = useNavigation((state) => state.inspection);
  return useMemo(() => {
    if (!may) return undefined;
    return (dropped) => {
      // A picture that is pasted over a list is no table.
      if (dropped?.type.startsWith('image/')) return;
      askImport({
        kind: kind.kind,
        ...(inspection !== undefined && extentOf(kind) === 'unit' ? { inspection } : {}),
        ...(under ? { under } : {}),
        ...(dropped ? { dropped } : {}),
      });
    };
  }, [kind, under, may, inspection]);
}

export function ImportButton({ onPress }: { readonly onPress: () => void }) {
  return (
    <Button
      icon={<ImportOutlined />}
      title="从Excel、WPS或CSV文件导入；也可以把文件拖到列表上"
      onClick={onPress}
    >
      导入
    </Button>
  );
}
