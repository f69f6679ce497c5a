BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/SmtpTls/SmtpTls.psd1') -Force
    $json = @'
{
  "organization-name": "Company-X", "report-id": "1",
  "date-range": { "start-datetime": "2026-04-01T00:00:00Z", "end-datetime": "2026-04-01T23:59:59Z" },
  "policies": [{
    "policy": { "policy-type": "sts", "policy-domain": "example.org" },
    "summary": { "total-successful-session-count": 50, "total-failure-session-count": 5 },
    "failure-details": [
      { "result-type": "certificate-expired", "failed-session-count": 2 },
      { "result-type": "starttls-not-supported", "failed-session-count": 3 }
    ]
  }]
}
'@
    Set-Content -LiteralPath (Join-Path $TestDrive 'one[1].json') $json
    Set-Content -LiteralPath (Join-Path $TestDrive 'two.json') $json.Replace('"report-id": "1"', '"report-id": "2"')
}

Describe 'Import-SmtpTlsReport' {
    It 'reads files of Get-ChildItem' {
        Get-ChildItem $TestDrive | Import-SmtpTlsReport | Should -HaveCount 6
    }

    It 'reads the text of Get-Content, whole or line by line' {
        Get-Content -Raw "$TestDrive/two.json" | Import-SmtpTlsReport | Should -HaveCount 3
        Get-Content "$TestDrive/two.json" | Import-SmtpTlsReport | Should -HaveCount 3
    }

    It 'gives right sums by group' {
        $all = Import-SmtpTlsReport $TestDrive
        $all | Group-Object Failure | ForEach-Object { '{0}={1}' -f $_.Name, ($_.Group | Measure-Object FailedSessionCount -Sum).Sum } |
            Should -Be '=0', 'certificate-expired=4', 'starttls-not-supported=6'
        ($all | Measure-Object TotalFailureSessionCount -Sum).Sum | Should -Be 10
        ($all | Measure-Object TotalSuccessfulSessionCount -Sum).Sum | Should -Be 100
    }

    It 'keeps its counts through Clixml and JSON' {
        $all = Import-SmtpTlsReport $TestDrive
        $all | Export-Clixml "$TestDrive/all.xml"
        (Import-Clixml "$TestDrive/all.xml" | Measure-Object FailedSessionCount -Sum).Sum | Should -Be 10
        Import-Clixml "$TestDrive/all.xml" | Out-String -Width 120 | Should -Match '(?s)example.org +5 +50 2026-04-01 Company-X +sts.+example.org +2 certificate-expired +2026-04-01 Company-X +sts'
        ($all | ConvertTo-Json -Depth 6 | ConvertFrom-Json | Measure-Object FailedSessionCount -Sum).Sum | Should -Be 10
        Remove-Item "$TestDrive/all.xml"
    }

    It 'goes on after a bad file' {
        Set-Content "$TestDrive/bad.json" '{"policies":['
        Import-SmtpTlsReport $TestDrive -ErrorVariable bad -ErrorAction SilentlyContinue | Should -HaveCount 6
        $bad | Should -HaveCount 1
        $bad[0].Exception.Message | Should -Match 'bad\.json.* is no JSON: line'
        Remove-Item "$TestDrive/bad.json"
    }
}
