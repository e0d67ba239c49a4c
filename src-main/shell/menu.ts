/** The menus, in Chinese. No reload, no developer tools, no help pages on the web. */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  lock(): void;
  about(): void;
}

export function menuTemplate(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      label: '程序(&P)',
      submenu: [
        { label: '锁定', accelerator: 'CmdOrCtrl+L', click: actions.lock },
        { type: 'separator' },
        { label: '关于巡察工作台', click: actions.about },
        { type: 'separator' },
        { label: '退出', accelerator: 'CmdOrCtrl+Q', role: 'quit' },
      ],
    },
    {
      label: '编辑(&E)',
      submenu: [
        { label: '撤销', role: 'undo' },
        { label: '重做', role: 'redo' },
        { type: 'separator' },
        { label: '剪切', role: 'cut' },
        { label: '复制', role: 'copy' },
        { label: '粘贴', role: 'paste' },
        { label: '粘贴为纯文本', role: 'pasteAndMatchStyle' },
        { label: '全选', role: 'selectAll' },
      ],
    },
    {
      label: '视图(&V)',
      submenu: [
        { label: '放大', role: 'zoomIn' },
        { label: '缩小', role: 'zoomOut' },
        { label: '实际大小', role: 'resetZoom' },
        { type: 'separator' },
        { label: '全屏', role: 'togglefullscreen' },
      ],
    },
  ];
}

/** The menu on the right mouse button, in text fields and on marked text. */
export function contextMenuTemplate(params: {
  readonly isEditable: boolean;
  readonly selectionText: string;
}): MenuItemConstructorOptions[] {
  if (params.isEditable) {
    return [
      { label: '撤销', role: 'undo' },
      { type: 'separator' },
      { label: '剪切', role: 'cut' },
      { label: '复制', role: 'copy' },
      { label: '粘贴', role: 'paste' },
      { type: 'separator' },
      { label: '全选', role: 'selectAll' },
    ];
  }
  return params.selectionText === '' ? [] : [{ label: '复制', role: 'copy' }];
}
