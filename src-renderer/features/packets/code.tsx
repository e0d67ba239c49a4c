/** The check code of a packet, to be read aloud and compared. */
export function Code({ code }: { readonly code: string }) {
  return (
    <p>
      校验码 <b className="pw-exchange-code">{code}</b>
    </p>
  );
}
