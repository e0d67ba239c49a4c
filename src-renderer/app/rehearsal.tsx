/**
 * The controls of the first screens, once, where nobody sees or reaches them. antd writes the style sheet of a control when
 * it is first shown; here that is done while the passphrase is typed and not while one waits for the window.
 */
import { Button, Modal, Segmented, Select, Spin, Tooltip } from 'antd';

export function Rehearsal() {
  return (
    <div hidden inert aria-hidden="true">
      <Tooltip title="">
        <Button type="text" />
      </Tooltip>
      <Button type="link" size="small" />
      <Select />
      <Segmented options={['']} />
      <Spin />
      <Modal open={false} />
    </div>
  );
}
