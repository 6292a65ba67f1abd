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
