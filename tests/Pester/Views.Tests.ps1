# What a screen of 80 or 120 columns shows of each result.

BeforeDiscovery {
    $tables = @(
        @{ Type = 'StartTlsResult'; Columns = 'Domain', 'MxHost', 'Status', 'Finding', 'Score' }
        @{ Type = 'TlsPolicy'; Columns = 'Domain', 'Action', 'Findings', 'Dane' }
        @{ Type = 'MxPolicy'; Columns = 'Host', 'Action', 'Dane', 'MtaSts' }
        @{ Type = 'TlsaCheck'; Columns = 'HostName', 'Dane', 'Matches', 'Reason' }
        @{ Type = 'ServerCertificate'; Columns = 'NotAfter', 'Days', 'Subject', 'Issuer' }
        @{ Type = 'ExchangeTlsPolicy'; Columns = 'Connector', 'Mode', 'Findings' }
        @{ Type = 'EsaTlsPolicy'; Columns = 'Name', 'Mode', 'Findings' }
        @{ Type = 'SchannelTlsPolicy'; Columns = 'Source', 'Findings', 'Client', 'Server' }
        @{ Type = 'Hop'; Columns = 'From', 'By', 'Encrypted', 'TLS' }
        @{ Type = 'LogSession'; Columns = 'Start (UTC)', 'Remote', 'TLS', 'Error or cipher' }
        @{ Type = 'ListenerSession'; Columns = 'Start (UTC)', 'Sender', 'TLS', 'MailFrom, failure or reason' }
        @{ Type = 'SendResult'; Columns = 'Server', 'Status', 'TLS', 'Reply or reason' }
        @{ Type = 'TlsReportEntry'; Columns = 'PolicyDomain', 'Failed', 'Failure', 'Good' }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
    . "$PSScriptRoot/Samples.ps1"
    $PSStyle.OutputRendering = 'PlainText'
    function Show([object[]] $Objects, [int] $Width) { ($Objects | Out-String -Width $Width -Stream) -split "`n" }
}

Describe 'A table of <Type>' -ForEach $tables {
    It 'shows at 80 columns what decides, and fits <_>' -ForEach 80, 120 {
        $lines = Show @(New-Sample "SmtpTls.$Type" | Format-Table) $_
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 120 }
        $rule = [array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0] -match '^\s*-+ ' })
        $header = $lines[0..($rule - 1)] -join ' '
        foreach ($column in $Columns) { $header | Should -Match ([regex]::Escape($column)) -Because "$_ columns are wide enough" }
    }
}

Describe 'A list of results' {
    It 'gives a domain one line, not a page' {
        $results = foreach ($number in 1..10) {
            $one = New-Sample SmtpTls.StartTlsResult
            [SmtpTls.StartTlsResult].GetProperty('Domain').SetValue($one, "domain$number.example")
            $one
        }
        @(Show $results 80 | Where-Object { $_.Trim() }) | Should -HaveCount 12
    }

    It 'writes times in one form' {
        $list = Show @(New-Sample SmtpTls.StartTlsResult | Format-List) 120
        $list | Where-Object { $_ -match '^Time ' } | Should -Match '2026-11-28 18:05:07Z$'
    }

    It 'keeps both ends of a long host name' {
        [SmtpTls.Views.Shown]::Host('contoso-com.mail.protection.outlook.com', 24) | Should -Be "contoso-com$([char] 0x2026)outlook.com"
        [SmtpTls.Views.Shown]::Host('a-label-that-is-much-longer-than-the-column.example.com', 24).Length | Should -Be 24
        [SmtpTls.Views.Shown]::Host('mx1.example.com', 24) | Should -Be 'mx1.example.com'
    }

    It 'shows what did not arrive as not known' {
        [SmtpTls.Views.Shown]::Findings('SmtpTls.Finding[]') | Should -Be '?'
        [SmtpTls.Views.Shown]::Findings($null) | Should -Be '?'
        [SmtpTls.Views.Shown]::Findings(@()) | Should -Be 'none'
        [SmtpTls.Views.Shown]::Findings(@('Warning: a text', 'Error: another')) | Should -Be '1 err 1 warn'
        [SmtpTls.Views.Shown]::Count($null) | Should -Be '?'
    }
}
