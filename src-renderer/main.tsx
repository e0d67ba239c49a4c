import { createRoot } from 'react-dom/client';
import './app/app.css';
import { Start } from './app/start';
import { startSession } from './session/session';

startSession();

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Start />);
