/** The mark of the product: a red square like a seal, and the name. */
import './brand.css';
export function Brand() {
  return (
    <span className="brand">
      <span className="brand-seal" aria-hidden="true">
        巡
      </span>
      <span className="brand-name">巡察工作台</span>
    </span>
  );
}
