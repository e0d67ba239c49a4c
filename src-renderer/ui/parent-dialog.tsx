/** Asks under which record a new one belongs, where the page shows the rows of several. */
import { Modal, Select } from 'antd';
import { useState } from 'react';
import type { Entity } from '../../src-shared/domain/define';
import { titleOf } from '../replica';
import './choice-inputs.css';

interface ParentDialogProps {
  readonly title: string;
  /** What is to be chosen, e.g. `针对的问题`. */
  readonly label: string;
  readonly options: readonly Entity[];
  readonly onCancel: () => void;
  readonly onChosen: (parent: string) => void;
}

export function ParentDialog({ title, label, options, onCancel, onChosen }: ParentDialogProps) {
  const [chosen, setChosen] = useState<string>();
  return (
    <Modal
      open
      title={title}
      okText="新建"
      cancelText="取消"
      okButtonProps={{ disabled: chosen === undefined }}
      onOk={() => chosen !== undefined && onChosen(chosen)}
      onCancel={onCancel}
    >
      <Select<string>
        autoFocus
        className="pw-fill"
        aria-label={label}
        placeholder={label}
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen}
        onChange={setChosen}
        notFoundContent="还没有可选的记录，请先登记"
        options={options.map((row) => ({
          value: row.id,
          label: [row.values.code, titleOf(row)].filter(Boolean).join(' '),
        }))}
      />
    </Modal>
  );
}
