import { readFileSync, writeFileSync } from 'node:fs';
import PizZip from 'pizzip';
import Docxtemplater from 'docxtemplater';
import { forInternal, forUnit, ledgerDocument, feedbackDocument, tableDocument } from '../../../src-main/documents';
import { feedbackModel, forbidden, ledgerModel } from './fixtures';
const mode=process.argv[2];
const {rows}=ledgerModel();const many=Array.from({length:2000},(_,i)=>rows[i%25]!);
const med=(a:number[])=>a.sort((x,y)=>x-y)[a.length>>1]!;
(async()=>{
 const base=process.resourceUsage().maxRSS/1024;
 const times:number[]=[];
 if(mode==='tpl'){ const t=await tableDocument(forInternal({title:'t',notes:[],columns:Array.from({length:13},(_,i)=>({title:'c'+i,width:10})),rows:[Array.from({length:13},(_,i)=>(i===0?'{#rows}':'')+`{c${i}}`+(i===12?'{/rows}':''))],date:'2026-01-01'})); writeFileSync('/tmp/tpl.docx',t); return;}
 const data=many.map(r=>{const v=[r.findingCode,r.findingCode,r.focus,r.finding,r.task,r.measures.join(' '),r.leader,r.department+r.person,r.startedOn+' '+r.dueOn,r.status+r.warning,r.effect,r.closing,r.note];return Object.fromEntries(v.map((x,i)=>['c'+i,x]))});
 const n=Number(process.argv[3]??5);
 for(let i=0;i<n;i++){const t=performance.now();
  if(mode==='ours'){const f=await ledgerDocument(forUnit({...ledgerModel(),rows:many},forbidden)); if(i===0)console.log('bytes',f.length)}
  else if(mode==='int'){const m:any=forInternal({title:'t',notes:[],columns:Array.from({length:13},(_,i)=>({title:'c'+i,width:10})),rows:data.map(o=>Object.values(o)),date:'2026-01-01'});await tableDocument(m);}
  else if(mode==='dt'){const z=new Docxtemplater(new PizZip(readFileSync('/tmp/tpl.docx')),{paragraphLoop:true,linebreaks:true});z.render({rows:data});const b=z.getZip().generate({type:'nodebuffer',compression:'DEFLATE'});if(i===0)console.log('bytes',b.length)}
  else {await feedbackDocument(forUnit(feedbackModel('U2'),forbidden))}
  times.push(performance.now()-t);}
 console.log(mode,'first',Math.round(times[0]!),'median',Math.round(med([...times])),'ms; RSS base',Math.round(base),'peak',Math.round(process.resourceUsage().maxRSS/1024),'MiB');
})();
