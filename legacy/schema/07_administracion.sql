CREATE TABLE recibos (
  recibo_id   bigserial PRIMARY KEY,
  alumno_id   bigint NOT NULL REFERENCES alumnos ON DELETE CASCADE,
  padre_id    bigint REFERENCES padres,
  concepto    text NOT NULL,
  importe     numeric(10,2) NOT NULL,
  vencimiento date NOT NULL,
  pagado      char(1) NOT NULL DEFAULT 'N' CHECK (pagado IN ('S', 'N'))
);
COMMENT ON TABLE recibos IS 'Recibos de comedor, transporte y actividades';
COMMENT ON COLUMN recibos.importe IS 'Importe en euros';

CREATE INDEX recibos_alumno ON recibos (alumno_id);
CREATE INDEX recibos_padre ON recibos (padre_id);
