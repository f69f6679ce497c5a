BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"

    function Write-ReceiveLog ([string]$Path, [string]$Hour, [string[]]$Session) {
        $lines = @(
            '#Software: Microsoft Exchange Server'
            '#Log-type: SMTP Receive Protocol Log'
            '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context'
        )
        foreach ($id in $Session) {
            $tls = if ($id -like '*F') {
                '*,,TLS negotiation failed with error UnknownCredentials'
            }
            else {
                '*,,"TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash algorithm CALG_SHA_384 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 384 bits"'
            }
            $number = 0
            $lines += '+,,', '<,EHLO mx.example.org,', '<,STARTTLS,', $tls, '-,,Local' | ForEach-Object {
                "2026-11-20T${Hour}:00:0$number.000Z,EX01\Default,$id,$number,10.0.0.1:25,192.0.2.1:4000,$_"
                $number++
            }
        }
        Set-Content -LiteralPath $Path -Value $lines -Encoding utf8
    }

    $logs = New-Item -ItemType Directory (Join-Path $TestDrive 'logs')
    Write-ReceiveLog "$logs/RECV2026112010-1.LOG" 10 '08DE000000000001', '08DE00000000000F'
    Write-ReceiveLog "$logs/RECV[2].LOG" 11 '08DE000000000002'
    Set-Content "$TestDrive/mail.log" @'
Jul 24 03:28:15 mx1 postfix/smtp[200]: SSL_connect error to mx.example.com[192.0.2.1]:25: -1
Jul 24 03:28:15 mx1 postfix/smtp[200]: warning: TLS library problem: error:0A000102:SSL routines::unsupported protocol:../ssl/statem/statem_lib.c:1964:
Jul 24 03:28:15 mx1 postfix/smtp[200]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.1/0/0.8/0.1, dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)
Jul 24 03:29:16 mx1 postfix/smtp[201]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=60, delays=0.1/0/0.8/0.1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
'@
}

Describe 'Get-SmtpTlsLogSession' {
    It 'reads <_>' -ForEach 'a folder', 'wildcards', 'files of Get-ChildItem', 'paths from the pipeline' {
        $sessions = switch ($_) {
            'a folder' { Get-SmtpTlsLogSession $logs.FullName }
            'wildcards' { Get-SmtpTlsLogSession "$logs/RECV*" }
            'files of Get-ChildItem' { Get-ChildItem $logs | Get-SmtpTlsLogSession }
            'paths from the pipeline' { "$logs/RECV*" | Get-SmtpTlsLogSession }
        }
        $sessions | Should -HaveCount 3
    }

    It 'reads a file of that very name' {
        Get-SmtpTlsLogSession -LiteralPath "$logs/RECV[2].LOG" | Should -HaveCount 1
    }

    It 'reads compressed logs' {
        $path = Join-Path $TestDrive 'old.gz'
        $file = [IO.File]::Create($path)
        $zip = [IO.Compression.GZipStream]::new($file, [IO.Compression.CompressionMode]::Compress)
        $bytes = [IO.File]::ReadAllBytes("$logs/RECV2026112010-1.LOG")
        $zip.Write($bytes, 0, $bytes.Length)
        $zip.Dispose()
        $file.Dispose()
        Get-SmtpTlsLogSession $path | Should -HaveCount 2
    }

    It 'reads a log that is open for writing' {
        $writer = [IO.File]::Open("$logs/RECV2026112010-1.LOG", 'Append', 'Write', 'ReadWrite')
        try { Get-SmtpTlsLogSession "$logs/RECV2026112010-1.LOG" | Should -HaveCount 2 }
        finally { $writer.Dispose() }
    }

    It 'takes times' {
        Get-SmtpTlsLogSession $logs.FullName -Since '2026-11-20 10:30Z' | Should -HaveCount 1
        Get-SmtpTlsLogSession $logs.FullName -Until '2026-11-20 10:30Z' | Should -HaveCount 2
    }

    It 'names a path that is not there, and reads the next' {
        $sessions = Get-SmtpTlsLogSession "$TestDrive/nope.log", $logs.FullName -ErrorVariable problem -ErrorAction SilentlyContinue
        $sessions | Should -HaveCount 3
        $problem[0].Exception.Message | Should -BeLike '*nope.log*'
    }

    It 'gives failures that Resolve-SmtpTlsError explains, live and from Clixml' {
        $failed = Get-SmtpTlsLogSession $logs.FullName, "$TestDrive/mail.log" | Where-Object Failure
        ($failed | Resolve-SmtpTlsError).Id | Should -Be 'schannel-unknown-credentials', 'openssl-unsupported-protocol'
        $failed | Export-Clixml "$TestDrive/failed.xml"
        (Import-Clixml "$TestDrive/failed.xml" | Resolve-SmtpTlsError).Id | Should -Be 'schannel-unknown-credentials', 'openssl-unsupported-protocol'
    }

    It 'fits a table of 120 columns, and shows what matters' {
        $table = Get-SmtpTlsLogSession $logs.FullName | Format-Table | Out-String -Width 119
        $table | Should -Match 'Tls12'
        $table | Should -Match 'UnknownCredentials'
        ($table -split '\r?\n').Length | Should -Not -BeGreaterThan 10
    }

    It 'looks the same after Clixml' {
        $sessions = Get-SmtpTlsLogSession $logs.FullName
        $sessions | Export-Clixml "$TestDrive/sessions.xml"
        Import-Clixml "$TestDrive/sessions.xml" | Out-String | Should -Be ($sessions | Out-String)
    }
}

Describe 'Get-SmtpTlsLogSummary' {
    It 'gives the overall picture' {
        $overview = Get-SmtpTlsLogSummary $logs.FullName
        $overview | Should -HaveCount 1
        $overview.Direction, $overview.Sessions, $overview.OldTls, $overview.Failed, $overview.Fallback | Should -Be 'Inbound', 3, 0, 1, 0
        $summary = Get-SmtpTlsLogSummary $logs.FullName -Detail
        $summary | Should -HaveCount 2
        $summary[0].Sessions, $summary[0].EncryptedPercent, $summary[0].Protocol | Should -Be 2, 100, 'Tls12'
        $summary[1].Failed, $summary[1].Error | Should -Be 1, 'UnknownCredentials'
        $summary[0].Files | Should -Be 2
    }

    It 'counts files, paths and sessions from the pipeline, live and from Clixml, alike' {
        Get-SmtpTlsLogSession $logs.FullName | Export-Clixml "$TestDrive/sessions.xml"
        foreach ($summary in
            (Get-ChildItem $logs | Get-SmtpTlsLogSummary -GroupBy Direction),
            ($logs.FullName | Get-SmtpTlsLogSummary -GroupBy Direction),
            (Get-SmtpTlsLogSession $logs.FullName | Get-SmtpTlsLogSummary -GroupBy Direction),
            (Import-Clixml "$TestDrive/sessions.xml" | Get-SmtpTlsLogSummary -GroupBy Direction)) {
            $summary.Sessions, $summary.Encrypted, $summary.Failed, $summary.NoMail | Should -Be 3, 2, 1, 3
        }
    }

    It 'tells failures that ended as mail in the clear' {
        $summary = Get-SmtpTlsLogSummary "$TestDrive/mail.log" -GroupBy RemoteName, Error | Where-Object Fallback
        $summary.Error | Should -BeLike '*unsupported protocol'
        $summary.Fallback | Should -Be 1
        Get-SmtpTlsLogSummary "$TestDrive/mail.log" -FallbackWindow 0:00:30 | Where-Object Fallback | Should -BeNullOrEmpty
    }

    It 'names every group in its table by what it holds' {
        $table = Get-SmtpTlsLogSummary "$TestDrive/mail.log", $logs.FullName -GroupBy Direction, Protocol | Out-String -Width 120
        $table | Should -Match '2 +100.0 +0 +0 +0 +0 Inbound Tls12'
        $table | Should -Match '1 +0.0 +0 +1 +0 +0 Inbound failed'
        $table | Should -Match '2 +0.0 +0 +1 +1 +1 Outbound plain, failed'
    }

    It 'looks the same after Clixml, whatever the groups' {
        $summary = Get-SmtpTlsLogSummary $logs.FullName -GroupBy Day, Hour, Failure
        $summary | Export-Clixml "$TestDrive/summary.xml"
        $table = Import-Clixml "$TestDrive/summary.xml" | Out-String -Width 120
        $table | Should -Be ($summary | Out-String -Width 120)
        $table | Should -Match '2026-11-20 2026-11-20 10:00 validation-failure'
    }

    It 'warns of what is no log, and counts the rest' {
        Set-Content "$logs/readme.txt" 'not a log'
        $summary = Get-SmtpTlsLogSummary $logs.FullName -GroupBy Direction -WarningVariable warning -WarningAction SilentlyContinue
        $summary.Sessions | Should -Be 3
        $warning | Should -BeLike '*readme.txt*'
        Remove-Item "$logs/readme.txt"
    }
}

Describe 'Merge-SmtpTlsLogSummary' {
    It 'equals the summary of all, also after <_>' -ForEach 'nothing', 'Clixml', 'JSON' {
        $parts = Get-ChildItem $logs | ForEach-Object { Get-SmtpTlsLogSummary -LiteralPath $_.FullName }
        $parts = switch ($_) {
            'nothing' { $parts }
            'Clixml' { $parts | Export-Clixml "$TestDrive/parts.xml"; Import-Clixml "$TestDrive/parts.xml" }
            'JSON' { $parts | ConvertTo-Json -Depth 6 | ConvertFrom-Json }
        }
        $merged = $parts | Merge-SmtpTlsLogSummary | ConvertTo-Json -Depth 6
        $merged | Should -Be (Get-SmtpTlsLogSummary $logs.FullName | ConvertTo-Json -Depth 6)
    }

    It 'refuses summaries of other groups by name' {
        $parts = (Get-SmtpTlsLogSummary $logs.FullName -GroupBy Direction), (Get-SmtpTlsLogSummary $logs.FullName -GroupBy Protocol)
        $null = $parts | ForEach-Object { $_ } | Merge-SmtpTlsLogSummary -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].Exception.Message | Should -BeLike '*grouped by Protocol*Direction*'
    }
}
