import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './design/tokens.css'
import './design/base.css'
import { keepAnswers } from './api/keep-answers.ts'
import { queryClient } from './api/query-client.ts'
import { App } from './app/app.tsx'
import { showLook } from './app/look.ts'
import { startEarly } from './app/start-early.ts'
import { startWorker } from './app/start-worker.ts'
import { loadText } from './text/load-text.ts'

showLook()
keepAnswers(queryClient)
startEarly()
startWorker()
const root = createRoot(document.getElementById('app')!)
const { language, text } = await loadText()
document.documentElement.lang = language
root.render(
  <StrictMode>
    <App language={language} text={text} />
  </StrictMode>,
)
