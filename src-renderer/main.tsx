import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app';
import './app/app.css';
import { startSession } from './session/session';

// The page's policy forbids making code from text; zod would try it once and be refused.
z.config({ jitless: true });
dayjs.locale('zh-cn');
startSession();

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
