/** The menus, in Chinese. No reload, no developer tools, the manual is the program's own. */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  lock(): void;
  about(): void;
  help(): void;
  /** 撤销 or 重做 of what was done to records, or of what is typed into a field: the page knows which. */
  undo(what: 'undo' | 'redo'): void;
  /** A size larger or smaller, or back to the ordinary one. */
  changeTextSize(change: 'larger' | 'smaller' | 'standard'): void;
}

export function menuTemplate(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      label: '程序(&P)',
      submenu: [
        { label: '锁定', accelerator: 'CmdOrCtrl+L', click: actions.lock },
        { type: 'separator' },
        { label: '退出', accelerator: 'CmdOrCtrl+Q', role: 'quit' },
      ],
    },
    {
      label: '编辑(&E)',
      submenu: [
        // The page answers the keys itself: inside a field they are the browser's.
        {
          label: '撤销',
          accelerator: 'CmdOrCtrl+Z',
          registerAccelerator: false,
          click: () => actions.undo('undo'),
        },
        {
          label: '重做',
          accelerator: 'CmdOrCtrl+Y',
          registerAccelerator: false,
          click: () => actions.undo('redo'),
        },
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
        // The keys by which every browser is made larger and smaller lead to the sizes of the settings.
        { label: '放大', accelerator: 'CmdOrCtrl+Plus', click: () => actions.changeTextSize('larger') },
        { label: '缩小', accelerator: 'CmdOrCtrl+-', click: () => actions.changeTextSize('smaller') },
        { label: '标准大小', accelerator: 'CmdOrCtrl+0', click: () => actions.changeTextSize('standard') },
        { type: 'separator' },
        { label: '全屏', role: 'togglefullscreen' },
      ],
    },
    {
      label: '帮助(&H)',
      submenu: [
        // The page answers the key itself, so that it opens the part of the manual for what is shown.
        { label: '使用手册', accelerator: 'F1', registerAccelerator: false, click: actions.help },
        { label: '关于巡察工作台', click: actions.about },
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
