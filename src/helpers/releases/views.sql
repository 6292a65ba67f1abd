-- The views of a release: what belongs together, joined. Only reports that count are in them, each once, as in the
-- tidy tables: of two reports of one agency for one year the canonical one.

CREATE VIEW figures_with_reports AS
SELECT figures.*,
    reports.agency, reports.year, reports.status AS report_status, reports.scope, reports.url, reports.sha256,
    agencies.canonical, agencies.level, agencies.region_code, agencies.parent
FROM figures
JOIN reports USING (report_id)
LEFT JOIN agencies USING (agency)
WHERE reports.duplicate_of IS NULL;
COMMENT ON VIEW figures_with_reports IS
'One row per printed cell of a form in a canonical report, with agency, year and address of the report and the level and region of the agency.';

CREATE VIEW measures_by_agency AS
SELECT measures.*,
    agencies.canonical, agencies.level, agencies.region_code, agencies.parent,
    reports.scope
FROM measures
JOIN reports USING (report_id)
LEFT JOIN agencies ON agencies.agency = measures.agency;
COMMENT ON VIEW measures_by_agency IS
'One row per report and measure, with level and region of the agency. Agencies together: sum(numerator) / sum(denominator), never an average of values.';

CREATE VIEW requests_traced AS
WITH numbers AS (
    UNPIVOT requests ON received, carried_in, handled, carried_out INTO NAME number VALUE value
), placed AS (
    SELECT *,
        CASE number WHEN 'handled' THEN 'total' ELSE number END AS "row",
        CASE applicant WHEN 'unspecified' THEN 'total' ELSE applicant END AS "column"
    FROM numbers
)
SELECT placed.report_id, placed.agency, placed.year, placed.applicant, placed.number, placed.value,
    figures.printed, figures.status, figures.proof, figures.file, figures.page,
    figures.x0, figures.y0, figures.x1, figures.y1, figures.place, figures.n
FROM placed
LEFT JOIN figures
    ON figures.report_id = placed.report_id
    AND figures."table" = 'requests'
    AND figures."row" = placed."row"
    AND figures."column" = placed."column"
    AND figures.value IS NOT NULL AND figures.status <> 'doubtful';
COMMENT ON VIEW requests_traced IS
'One row per number of requests (received, carried in, handled, carried out), with the figure that it is: printed text, proof, page and box.';
