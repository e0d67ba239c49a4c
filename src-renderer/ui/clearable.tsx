/** How a choice is taken back: antd calls the button “Clear”, whatever the language. */
import { CloseCircleFilled } from '@ant-design/icons';

export const CLEARABLE = { clearIcon: <CloseCircleFilled />, label: '清除' };
