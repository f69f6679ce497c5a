BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/SmtpTls/SmtpTls.psd1') -Force
    $destinations = Join-Path $TestDrive 'destinations.txt'
    '[DEFAULT]', 'table_tls = on', 'certificate = mx', '[partner.example]', 'table_tls = require_verify', '[old.example]', 'table_tls = off' |
        Set-Content -LiteralPath $destinations
}

Describe 'Get-EsaTlsPolicy' {
    It 'takes files from Get-ChildItem' {
        Get-ChildItem $TestDrive | Get-EsaTlsPolicy | ForEach-Object Name | Should -Be 'DEFAULT', 'partner.example', 'old.example'
    }

    It 'says what is wrong, so that a check can name it' {
        $bad = Get-EsaTlsPolicy $destinations | Where-Object { $_.Findings.Severity -contains 'Error' }
        $bad.Name | Should -Be 'old.example'
        $bad.Findings.Id | Should -Contain 'TlsOff'
    }

    It 'gives results that JSON keeps' {
        $json = Get-EsaTlsPolicy $destinations | Where-Object Name -eq partner.example | ConvertTo-Json -Depth 6 | ConvertFrom-Json
        $json.Mode | Should -Be 2 -Because 'that is the number of Required'
        $json.Findings | Should -BeNullOrEmpty
    }

    It 'says of a file that is none of an ESA what would be right' {
        'text' | Set-Content (Join-Path $TestDrive 'other.log')
        { Get-EsaTlsPolicy (Join-Path $TestDrive 'other.log') -ErrorAction Stop } | Should -Throw '*Destination Controls*' -ErrorId 'FileFormatUnknown*'
    }

    It 'shows a table of 120 columns' {
        $lines = (Get-EsaTlsPolicy $destinations | Format-Table | Out-String -Width 120) -split "`r?`n"
        $lines -join "`n" | Should -Match 'partner\.example\s+Required\s+Domain\s+True'
    }
}
