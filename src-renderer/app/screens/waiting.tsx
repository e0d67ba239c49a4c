/** What stands where something is still being read. */
export function Waiting() {
  return (
    <main className="screen" aria-busy="true">
      <p className="screen-wait">正在打开…</p>
    </main>
  );
}
