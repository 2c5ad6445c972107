import Drawing

/// How reports look: on a desk, on a phone, in the dark and on paper.
enum ReportStyle {
  static let sheet = screen + figures + paper

  private static let screen = """
    :root { color-scheme: light dark; --ink: #1f2328; --quiet: #59636e; --paper: #fff; --card: #f6f8fa;
      --line: #d1d9e0; --link: #0550ae; --figure: \(PlotColor.background.hex); }
    @media screen and (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9da7b3; --paper: #0d1117;
      --card: #161b22; --line: #3d444d; --link: #79b8ff; --figure: \(PlotColor.background.darkHex); } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif;
      overflow-wrap: break-word; }
    header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
    h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
    h1 { font-size: 1.8rem; margin: 1.5rem 0 1rem; }
    h2 { font-size: 1.4rem; margin: 3rem 0 1rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1.15rem; margin: 2rem 0 .75rem; }
    h4 { font-size: 1rem; margin: 1rem 0 .5rem; }
    p, .notes { max-width: 44rem; }
    a { color: var(--link); }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    main:focus, figcaption:focus { outline: none; }
    .skip { position: absolute; left: -100vw; background: var(--paper); padding: .25rem .5rem; z-index: 3; }
    .skip:focus { left: 1rem; }
    nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0; list-style: none; }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 0 1rem; }
    .number { font-weight: 600; }
    .columns { columns: 16rem; padding: 0; }
    .columns li { margin-left: 1.5rem; break-inside: avoid; }
    .scroll { overflow-x: auto; }
    .table { margin: 1.5rem 0; }
    table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
    caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
    caption span { position: sticky; left: 0; display: inline-block; max-width: calc(100vw - 2rem); }
    th, td { padding: .2rem .6rem; text-align: right; white-space: nowrap; border: solid var(--line);
      border-width: 0 1px 1px 0; }
    th { background: var(--card); }
    thead tr:first-child th { border-top-width: 1px; }
    tbody th, thead th[rowspan] { position: sticky; left: 0; z-index: 1; border-left-width: 1px;
      white-space: normal; }
    thead th[scope=colgroup] { text-align: center; }
    td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    .notes { color: var(--quiet); font-size: .875rem; margin: .5rem 0; padding-left: 1.2rem; }
    pre { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem;
      white-space: pre-wrap; overflow-wrap: anywhere; }
    dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; }
    dt { color: var(--quiet); }
    dd { margin: 0; overflow-wrap: anywhere; }
    footer { color: var(--quiet); border-top: 1px solid var(--line); margin-top: 3rem; }

    """

  private static let figures = """
    figure { margin: 1.5rem 0; position: relative; }
    .picture { position: relative; background: var(--figure); min-width: 38rem; max-width: 900px; }
    .image svg { display: block; width: 100%; height: auto; }
    .mark { position: absolute; }
    .mark:hover, .mark:focus { outline: 2px solid var(--link); outline-offset: 0;
      background: color-mix(in srgb, var(--link) 13%, transparent); }
    .tip { display: none; position: fixed; left: 1rem; right: 1rem; bottom: 1rem; z-index: 1; max-width: 40rem;
      margin: 0 auto; padding: .5rem .75rem; border-radius: .5rem; background: #1f2328; color: #fff;
      text-align: center; pointer-events: none; }
    .mark:hover + .tip, .mark:focus + .tip { display: block; }
    .mark:hover + .tip { z-index: 2; }
    figcaption { color: var(--quiet); font-size: .875rem; max-width: 44rem; margin-top: .5rem; }

    """

  private static let paper = """
    @media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
    @media print {
      @page { margin: 15mm; }
      :root { color-scheme: light; }
      body { font-size: 9pt; }
      pre { font-size: 8pt; }
      header, main, footer { max-width: none; padding: 0; }
      .skip, .mark, .tip { display: none; }
      .scroll { overflow: visible; }
      .picture { min-width: 0; max-width: 150mm; }
      table { font-size: min(7.5pt, 130pt / var(--columns)); }
      th, td { padding: .2em .5em; }
      th { white-space: normal; }
      h1, h2, h3, h4 { break-after: avoid; }
      .picture, .table, .card, tr { break-inside: avoid; }
    }

    """
}
