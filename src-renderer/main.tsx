import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import './app/app.css';
import { startSession } from './session/session';

dayjs.locale('zh-cn');
startSession();

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
