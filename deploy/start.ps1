# Finds Python and hands over to start.py. `make bundle` puts the texts in.
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$env:PYTHONUTF8 = '1'
try { [Console]::OutputEncoding = [System.Text.Encoding]::UTF8 } catch { }
# Single quotes inside: PowerShell 5 loses double quotes on the way to another program.
$fits = "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, '@python@'.split('.'))))"
# The launcher that comes with Python for Windows, then whatever is called python.
$ways = @(@('py', '-@python@'), @('python@python@'), @('python3'), @('python'))
foreach ($way in $ways) {
    if (-not (Get-Command $way[0] -ErrorAction SilentlyContinue)) { continue }
    $first = @($way | Select-Object -Skip 1)
    & $way[0] @first -c $fits 2>$null
    if ($LASTEXITCODE -eq 0) {
        & $way[0] @first (Join-Path $here 'start.py') @args
        exit $LASTEXITCODE
    }
}
Write-Host '@bundle_no_python_zh@'
Write-Host '@bundle_no_python_en@'
exit 2
